import NIOCore
import Testing

@testable import BlobStore

@Suite("The pipeline of an upload")
struct UploadPipelineTests {
    @Test("never has more than the window in flight, and loses nothing", arguments: 1...20)
    func window(_ seed: UInt64) {
        var generator = SystemRandomNumberGenerator()
        let window = 64 << 10
        var pipeline = UploadPipeline(window: window, offset: 0)
        var writing: UploadPipeline.Piece?
        var hashing: UploadPipeline.Piece?
        var (sent, hashed, ticket, finished) = (0, 0, 0, 0)
        for step in 0..<4_000 {
            var effects = UploadPipeline.Effects()
            switch Int.random(in: 0..<4, using: &generator) {
            case 0 where step < 3_000:
                let count = Int.random(in: 1..<200_000, using: &generator)
                ticket += 1
                sent += count
                effects = pipeline.append(ByteBuffer(repeating: 0, count: count), ticket: ticket)
            case 1 where writing == nil && pipeline.isWriting: (writing, effects) = pipeline.nextToWrite()
            case 2 where hashing == nil && pipeline.isHashing: (hashing, effects) = pipeline.nextToHash()
            default:
                if let piece = writing {
                    #expect(piece.offset == pipeline.written)
                    effects = pipeline.wrote(piece)
                    writing = nil
                } else if let piece = hashing {
                    hashed += piece.bytes.readableBytes
                    effects = pipeline.hashed(piece)
                    hashing = nil
                }
            }
            finished += effects.finished.count
            #expect(pipeline.inFlight <= window)
            #expect(pipeline.written <= pipeline.accepted)
        }
        while !pipeline.isIdle {
            var effects = [UploadPipeline.Effects]()
            if writing == nil, pipeline.isWriting {
                let (piece, effect) = pipeline.nextToWrite()
                (writing, effects) = (piece, [effect])
            }
            if let piece = writing { effects.append(pipeline.wrote(piece)) }
            writing = nil
            if hashing == nil, pipeline.isHashing {
                let (piece, effect) = pipeline.nextToHash()
                (hashing, effects) = (piece, effects + [effect])
            }
            if let piece = hashing {
                hashed += piece.bytes.readableBytes
                effects.append(pipeline.hashed(piece))
            }
            hashing = nil
            finished += effects.reduce(0) { $0 + $1.finished.count }
        }
        #expect(pipeline.accepted == Int64(sent))
        #expect(pipeline.written == Int64(sent))
        #expect(hashed == sent)
        #expect(finished == ticket)
        #expect(pipeline.inFlight == 0)
    }

    @Test("small buffers count for the memory they hold alive")
    func smallBuffers() {
        var pipeline = UploadPipeline(window: 64 << 10, offset: 0)
        var finished = 0
        for ticket in 0..<100 { finished += pipeline.append(ByteBuffer(bytes: [1]), ticket: ticket).finished.count }
        #expect(finished == 16)
    }

    @Test("an error reaches the calls that wait, or else the next one, once")
    func failure() throws {
        let error = BlobStoreError(.io, "broken")
        var pipeline = UploadPipeline(window: 64 << 10, offset: 100)
        _ = pipeline.append(ByteBuffer(repeating: 1, count: 10_000), ticket: 1)
        let taken = pipeline.nextToWrite().0
        let piece = try #require(taken)
        let effects = pipeline.failedToWrite(piece, after: 4, error)
        #expect(effects.failed.isEmpty)
        #expect(effects.startHashing, "the part that was written is hashed")
        #expect(pipeline.accepted == 104)
        #expect(pipeline.append(ByteBuffer(bytes: [1]), ticket: 2).failed == [2])
        #expect(pipeline.append(ByteBuffer(bytes: [1]), ticket: 3).finished == [3])
        #expect(pipeline.accepted == 105)
    }

    @Test("waiting calls are taken in their order, and can be taken back")
    func cancel() throws {
        var pipeline = UploadPipeline(window: 64 << 10, offset: 0)
        #expect(pipeline.append(ByteBuffer(repeating: 1, count: 64 << 10), ticket: 1).finished == [1])
        #expect(pipeline.append(ByteBuffer(repeating: 2, count: 64 << 10), ticket: 2).finished.isEmpty)
        #expect(pipeline.append(ByteBuffer(repeating: 3, count: 100), ticket: 3).finished.isEmpty, "not before the one that waits")
        #expect(pipeline.cancel(ticket: 2) != nil)
        #expect(pipeline.cancel(ticket: 2) == nil)
        let piece = try #require(pipeline.nextToWrite().0)
        _ = pipeline.wrote(piece)
        _ = pipeline.nextToHash()
        #expect(pipeline.hashed(piece).finished == [3])
        #expect(pipeline.accepted == (64 << 10) + 100)
    }
}
