import NIOCore
import Testing

@testable import RegistryClient

@Suite("Handing pieces on")
struct PieceHandoffTests {
    @Test func `Pieces arrive in order and end`() async throws {
        let handoff = PieceHandoff()
        async let sum = handoff.pieces.reduce(into: [UInt8]()) { $0 += $1.readableBytesView }
        for number in 0..<100 as Range<UInt8> { try await handoff.send(ByteBuffer(bytes: [number])) }
        handoff.finish()
        #expect(try await sum == Array(0..<100))
        #expect(handoff.stall == .zero)
    }

    @Test func `A piece that nobody takes is noticed`() async throws {
        let handoff = PieceHandoff()
        try await handoff.send(ByteBuffer(bytes: [1]))
        try await Task.sleep(for: .milliseconds(20))
        #expect(handoff.stall >= .milliseconds(20))
    }

    @Test func `Both sides wake when it is abandoned`() async throws {
        let full = PieceHandoff()
        try await full.send(ByteBuffer(bytes: [1]))
        let sender = Task { try await full.send(ByteBuffer(bytes: [2])) }
        let empty = PieceHandoff()
        let taker = Task { for try await _ in empty.pieces {} }
        try await Task.sleep(for: .milliseconds(20))
        full.abandon()
        empty.abandon()
        await #expect(throws: CancellationError.self) { try await sender.value }
        await #expect(throws: CancellationError.self) { try await taker.value }
    }

    @Test func `A cancelled sender wakes`() async throws {
        let handoff = PieceHandoff()
        try await handoff.send(ByteBuffer(bytes: [1]))
        let sender = Task { try await handoff.send(ByteBuffer(bytes: [2])) }
        try await Task.sleep(for: .milliseconds(20))
        sender.cancel()
        await #expect(throws: CancellationError.self) { try await sender.value }
    }
}
