import AsyncHTTPClient
import NIOCore

/// The streamed body of one request of an upload.
struct UploadStream {
    /// A read, a copy and a few hops between threads each: the larger, the cheaper.
    static let pieceSize: Int64 = 512 << 10

    let client: RegistryClient
    let source: any GrowingBlobSource
    /// Up to `Int64.max`: as long as the source grows.
    let range: Range<Int64>
    let progress: Transfer?

    private enum Event: Sendable {
        case sent(Int64)
        case answer(ServerResponse)
    }

    /// - Returns: The answer, and where the source ended.
    /// - Throws: ``Interruption``, ``ClientError``, `CancellationError`; what the source throws.
    func send(_ request: ServerRequest) async throws -> (ServerResponse, sent: Int64) {
        let isOpen = range.upperBound == .max
        let handoff = PieceHandoff()
        defer { handoff.abandon() }
        return try await withThrowingTaskGroup(of: Event.self) { group in
            group.addTask { .sent(try await pump(into: handoff)) }
            group.addTask {
                let length = isOpen ? HTTPClientRequest.Body.Length.unknown : .known(Int64(range.count))
                return .answer(try await client.exchange(request, over: client.content, stream: .stream(handoff.pieces, length: length)))
            }
            group.addTask { try await watch(handoff, request) }
            var end: Int64?
            while let event = try await group.next() {
                switch event {
                case .sent(let offset): end = offset
                case .answer(let response):
                    group.cancelAll()
                    guard response.status >= 300 || end != nil else {
                        throw Interruption(ClientError(.protocolViolation, "can't \(request.action): the server answered before it had all bytes"))
                    }
                    return (response, end ?? range.lowerBound)
                }
            }
            throw CancellationError()
        }
    }

    /// Reads and hands on.
    ///
    /// - Returns: Where the source ended.
    private func pump(into handoff: PieceHandoff) async throws -> Int64 {
        var offset = range.lowerBound
        while offset < range.upperBound {
            var end = range.upperBound
            if end == .max {
                let growth = try await source.growth(beyond: offset)
                if growth.size <= offset { break }
                end = growth.size
            }
            let piece = try await source.read(from: offset, count: Int(min(Self.pieceSize, end - offset)))
            offset += Int64(piece.readableBytes)
            try await handoff.send(piece)
            progress?.advance(to: offset)
        }
        handoff.finish()
        return offset
    }

    /// Ends a request whose bytes the server doesn't take. The HTTP client's own limit for writing counts the time in which we
    /// have nothing to write, and not that in which the server doesn't read.
    private func watch(_ handoff: PieceHandoff, _ request: ServerRequest) async throws -> Event {
        let limit = client.policy.idleLimit
        while true {
            try await Task.sleep(for: limit / 8)
            if handoff.stall > limit {
                throw Interruption(ClientError(.unreachable, "can't \(request.action): \(client.server) takes no more bytes"))
            }
        }
    }
}
