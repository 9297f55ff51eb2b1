import ContentHashing
import NIOCore
import OCIModel
import Synchronization

extension RepositoryName {
    static let app = name("team/app")
    static let other = name("other")

    /// A name that a test knows to be valid.
    private static func name(_ text: String) -> RepositoryName {
        do {
            return try RepositoryName(text)
        } catch {
            preconditionFailure("\(error)")
        }
    }
}

extension TagName: ExpressibleByStringLiteral {
    /// Reads a tag that a test knows to be valid.
    public init(stringLiteral value: String) {
        do {
            try self.init(value)
        } catch {
            preconditionFailure("\(error)")
        }
    }
}

/// What is stored, and what of it was acknowledged.
final class Current: Sendable {
    private let state = Mutex((committed: 0, acknowledged: 0))

    var committed: Int { state.withLock { $0.committed } }
    var acknowledged: Int { state.withLock { $0.acknowledged } }

    func commit(_ number: Int) { state.withLock { $0.committed = number } }
    func acknowledge(_ number: Int) { state.withLock { $0.acknowledged = number } }
}

/// A body that is in memory.
struct Pieces: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    typealias Failure = any Error

    struct AsyncIterator: AsyncIteratorProtocol {
        var pieces: ArraySlice<[UInt8]>
        let failure: (any Error)?

        mutating func next() async throws -> ByteBuffer? {
            if let piece = pieces.popFirst() { return ByteBuffer(bytes: piece) }
            if let failure { throw failure }
            return nil
        }
    }

    let pieces: [[UInt8]]
    var failure: (any Error)?

    init(_ pieces: [UInt8]..., failure: (any Error)? = nil) {
        self.pieces = pieces
        self.failure = failure
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pieces: pieces[...], failure: failure) }
}
