import AsyncHTTPClient
import ContentHashing
import Logging
import NIOCore
import NIOHTTP1
import OCIModel

/// One blob on its way from the server, through as many connections as it takes.
struct BlobDownload {
    /// Handing on costs a hop or two; smaller parts of the answer are gathered.
    private static let pieceSize = 256 << 10

    let client: RegistryClient
    let digest: Digest
    /// In bytes.
    let size: Int64
    let repository: RepositoryName
    let progress: Transfer?
    private let hash: HashLane
    private var received: Int64 = 0
    /// Received, and not handed on yet.
    private var piece = ByteBuffer()
    private var budget: RetryBudget

    init(client: RegistryClient, digest: Digest, size: Int64, repository: RepositoryName, progress: Transfer?) {
        self.client = client
        self.digest = digest
        self.size = size
        self.repository = repository
        self.progress = progress
        self.hash = HashLane(digest.algorithm)
        self.budget = RetryBudget(client.policy, attempts: client.policy.transferAttempts)
    }

    private var action: String { "pull blob \(digest) from \(repository)" }

    mutating func run(_ sink: (ByteBuffer) async throws -> Void) async throws {
        var isComplete = false
        while !isComplete {
            do {
                try await fetch(sink)
                isComplete = true
            } catch let interruption as Interruption {
                budget.note(offset: received)
                guard let pause = budget.pause(wish: interruption.retryAfter) else { throw interruption.error }
                client.logger.debug(
                    "A download goes on later", metadata: ["offset": "\(received)", "reason": "\(interruption.error)", "pause": "\(pause)"])
                progress?.become(.retrying(reason: interruption.error.message))
                try await client.policy.sleep(pause)
                progress?.become(.running)
            }
        }
        try await handOn(sink)
        let found = hash.digest()
        guard found == digest else {
            throw ClientError(.damaged, "what the server sent as blob \(digest) has the digest \(found); nothing of it may be used")
        }
    }

    /// Takes the rest of the blob from one connection.
    private mutating func fetch(_ sink: (ByteBuffer) async throws -> Void) async throws {
        var request = ServerRequest(.GET, "/v2/\(repository)/blobs/\(digest)", to: action)
        if received > 0 {
            // Bytes are all here already, when the connection broke behind the last one.
            if received == size { return }
            request.headers.add(name: "Range", value: "bytes=\(received)-")
        }
        let response = try await client.open(request, over: client.content, deadline: .now() + TimeAmount(request.timeLimit))
        // From another beginning than asked for: what is here already is left out.
        var toSkip = try await start(of: response, request)
        try checkLength(of: response, from: received - toSkip)
        var parts = response.body.makeAsyncIterator()
        while var part = try await next(&parts, request) {
            let skipped = Int(min(toSkip, Int64(part.readableBytes)))
            part.moveReaderIndex(forwardBy: skipped)
            toSkip -= Int64(skipped)
            guard part.readableBytes > 0 else { continue }
            guard received + Int64(part.readableBytes) <= size else {
                throw ClientError(.damaged, "the server sends more than the \(size) bytes of blob \(digest); nothing of it may be used")
            }
            received += Int64(part.readableBytes)
            if piece.readableBytes == 0 { piece = part } else { piece.writeBuffer(&part) }
            if piece.readableBytes >= Self.pieceSize { try await handOn(sink) }
        }
        guard received == size else {
            throw Interruption(ClientError(.unreachable, "can't \(action): the connection ended after \(received) of \(size) bytes"))
        }
    }

    private func next(_ parts: inout HTTPClientResponse.Body.AsyncIterator, _ request: ServerRequest) async throws -> ByteBuffer? {
        do {
            let part = try await parts.next()
            // A cancelled task sees the end instead of an error.
            if part == nil { try Task.checkCancellation() }
            return part
        } catch {
            throw client.failure(error, of: request)
        }
    }

    /// - Returns: How many bytes at the beginning of the body are here already.
    private func start(of response: HTTPClientResponse, _ request: ServerRequest) async throws -> Int64 {
        switch response.status.code {
        case 200: return received
        case 206:
            let text = response.headers.first(name: "Content-Range") ?? ""
            let first = text.hasPrefix("bytes ") ? Int64(text.dropFirst(6).prefix { $0 != "-" }) : nil
            guard let first, first <= received, first >= 0 else {
                throw ClientError(
                    .protocolViolation, "the server sent '\(text.prefix(60))' where bytes from \(received) on were asked for", status: 206)
            }
            return received - first
        default:
            let status = Int(response.status.code)
            do {
                let body = try await response.body.collect(upTo: 1 << 20)
                throw ServerResponse(status: status, headers: response.headers, body: Array(body.readableBytesView)).failure(to: action)
            } catch let error as NIOTooManyBytesError {
                throw ClientError(.protocolViolation, "can't \(action): the server answered \(status)", status: status, cause: error)
            } catch {
                throw client.failure(error, of: request)
            }
        }
    }

    private func checkLength(of response: HTTPClientResponse, from start: Int64) throws {
        guard let length = response.headers.first(name: "Content-Length").flatMap({ Int64($0) }), start + length != size else { return }
        throw ClientError(.damaged, "the server has \(start + length) bytes as blob \(digest), and it should have \(size)")
    }

    /// Hashes the piece beside what the caller does with it.
    private mutating func handOn(_ sink: (ByteBuffer) async throws -> Void) async throws {
        guard piece.readableBytes > 0 else { return }
        let (piece, hash) = (self.piece, self.hash)
        self.piece = ByteBuffer()
        async let hashed: Void = hash.update(piece)
        try await sink(piece)
        await hashed
        progress?.advance(to: received)
    }
}
