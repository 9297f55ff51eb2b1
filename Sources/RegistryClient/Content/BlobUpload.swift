import AsyncHTTPClient
import ContentHashing
import Logging
import NIOHTTP1
import OCIModel

/// One blob on its way to the server, through as many connections as it takes.
struct BlobUpload {
    private enum Position {
        case unstarted
        /// A request failed; the server knows how far it came.
        case unknown(location: String)
        case at(Int64, location: String)

        var location: String? {
            switch self {
            case .unstarted: nil
            case .unknown(let location), .at(_, let location): location
            }
        }
    }

    let client: RegistryClient
    let source: any GrowingBlobSource
    let repository: RepositoryName
    let algorithm: DigestAlgorithm
    let progress: Transfer?
    private var position = Position.unstarted
    private var isInOrder = true
    private var budget: RetryBudget

    init(client: RegistryClient, source: any GrowingBlobSource, repository: RepositoryName, algorithm: DigestAlgorithm, progress: Transfer?) {
        self.client = client
        self.source = source
        self.repository = repository
        self.algorithm = algorithm
        self.progress = progress
        self.budget = RetryBudget(client.policy, attempts: client.policy.transferAttempts)
    }

    private var action: String { "push a blob to \(repository)" }

    mutating func run() async throws -> PushedBlob {
        do {
            while true {
                do {
                    if let done = try await step() { return done }
                } catch let interruption as Interruption {
                    try await pause(after: interruption)
                }
            }
        } catch {
            await forget(after: error)
            throw error
        }
    }

    private mutating func pause(after interruption: Interruption) async throws {
        if let location = position.location { position = .unknown(location: location) }
        isInOrder = false
        guard let pause = budget.pause(wish: interruption.retryAfter) else { throw interruption.error }
        client.logger.debug("An upload goes on later", metadata: ["reason": "\(interruption.error)", "pause": "\(pause)"])
        progress?.become(.retrying(reason: interruption.error.message))
        try await client.policy.sleep(pause)
        progress?.become(.running)
    }

    /// Sends one request, or the few that belong together.
    ///
    /// - Returns: Set when the blob is on the server.
    private mutating func step() async throws -> PushedBlob? {
        switch position {
        case .unstarted: try await start()
        case .unknown(let location): return try await resume(location)
        case .at(let offset, let location):
            let growth = try await source.growth(beyond: offset)
            switch UploadStep(offset: offset, growth: growth, isInOrder: isInOrder) {
            case .stream(let start): return try await append(start..<Int64.max, at: location)
            case .chunk(let range): return try await append(range, at: location)
            case .finish(let range, let digest): return try await finish(range, as: digest, at: location)
            case .startAnew: return try await startAnew(because: "the server has more of the blob than there is")
            }
        }
        return nil
    }

    private mutating func start() async throws {
        let query = algorithm == .sha256 ? "" : "?digest-algorithm=\(algorithm.rawValue)"
        var request = ServerRequest(.POST, "/v2/\(repository)/blobs/uploads/\(query)", to: action)
        request.body = []
        let response = try await client.exchange(request, over: client.content)
        try response.require(202, to: action)
        guard let location = response.header("Location") else {
            throw ClientError(.protocolViolation, "the server opened an upload without saying where", status: response.status)
        }
        position = .at(0, location: try client.target(ofLocation: location))
        isInOrder = true
    }

    /// Asks how far the upload came.
    private mutating func resume(_ location: String) async throws -> PushedBlob? {
        let response = try await client.exchange(ServerRequest(.GET, location, to: action), over: client.content)
        if response.status == 404 { return try await startAnew() }
        try response.require(200, 204, to: action)
        // Nothing is there, or one byte: the answer is the same.
        guard let offset = try offset(from: response) else { return try await startAnew() }
        try move(to: offset, location: response.header("Location") ?? location)
        return nil
    }

    /// Begins with the first byte again, unless a request whose answer was lost completed the upload.
    private mutating func startAnew() async throws -> PushedBlob? {
        let growth = try await source.growth(beyond: -1)
        if let digest = growth.digest, try await client.blobSize(digest, in: repository) == growth.size {
            return PushedBlob(digest: digest, size: growth.size)
        }
        if let location = position.location { await delete(location) }
        position = .unstarted
        progress?.advance(to: 0)
        return nil
    }

    /// The same where no failure was counted before.
    private mutating func startAnew(because reason: String) async throws -> PushedBlob? {
        if let done = try await startAnew() { return done }
        throw Interruption(ClientError(.refused, "can't \(action): \(reason), again and again; see the server's log"))
    }

    private mutating func append(_ range: Range<Int64>, at location: String) async throws -> PushedBlob? {
        var request = ServerRequest(.PATCH, location, to: action)
        request.headers = ["Content-Type": "application/octet-stream"]
        if range.upperBound != .max { request.headers.add(name: "Content-Range", value: "\(range.lowerBound)-\(range.upperBound - 1)") }
        let (response, sent) = try await stream(request, range)
        if response.status == 404 { return try await startAnew(because: "the server has lost the upload") }
        try requireOrder(response)
        try response.require(202, to: action)
        try move(to: offset(from: response) ?? sent, location: response.header("Location") ?? location)
        isInOrder = true
        return nil
    }

    private mutating func finish(_ range: Range<Int64>, as digest: Digest, at location: String) async throws -> PushedBlob? {
        var request = ServerRequest(.PUT, "\(location)\(location.contains("?") ? "&" : "?")digest=\(digest)", to: action)
        request.headers = ["Content-Type": "application/octet-stream"]
        if !range.isEmpty { request.headers.add(name: "Content-Range", value: "\(range.lowerBound)-\(range.upperBound - 1)") }
        let (response, _) = try await stream(request, range)
        if response.status == 404 { return try await startAnew(because: "the server has lost the upload") }
        try requireOrder(response)
        try response.require(201, 204, to: action)
        return PushedBlob(digest: digest, size: range.upperBound)
    }

    private func stream(_ request: ServerRequest, _ range: Range<Int64>) async throws -> (ServerResponse, sent: Int64) {
        if range.isEmpty {
            var request = request
            request.body = []
            return (try await client.exchange(request, over: client.content), range.upperBound)
        }
        return try await UploadStream(client: client, source: source, range: range, progress: progress).send(request)
    }

    /// Another request of ours is still writing, or wrote more than was known: ask again where it stands.
    private func requireOrder(_ response: ServerResponse) throws {
        guard response.status == 409 || response.status == 416, let error = response.failure(to: action) as? ClientError else { return }
        throw Interruption(error)
    }

    private mutating func move(to offset: Int64, location: String) throws {
        budget.note(offset: offset)
        position = .at(offset, location: try client.target(ofLocation: location))
        progress?.advance(to: offset)
    }

    /// - Returns: `nil` for `0-0`, which both an empty upload and one of a single byte answer, and where there is no range.
    private func offset(from response: ServerResponse) throws -> Int64? {
        guard let range = response.header("Range") else { return nil }
        let text = range.hasPrefix("bytes=") ? range.dropFirst(6) : range[...]
        let bounds = text.split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count == 2, bounds[0] == "0", let last = Int64(bounds[1]), last >= 0, last < .max else {
            throw ClientError(.protocolViolation, "the server says '\(range.prefix(40))' where it should say how far the upload came")
        }
        return last == 0 ? nil : last + 1
    }

    /// Lets the server throw away what it has, where it can be told. It does so itself after a while.
    private func forget(after error: any Error) async {
        guard let location = position.location, !(error is CancellationError), (error as? ClientError)?.code != .unreachable else { return }
        await delete(location)
    }

    private func delete(_ location: String) async {
        var request = ServerRequest(.DELETE, location, to: action)
        request.timeLimit = .seconds(5)
        do {
            // A request that was given up may still be writing there: 409.
            for _ in 0..<3 {
                guard try await client.exchange(request, over: client.content).status == 409 else { return }
                try await client.policy.sleep(client.policy.firstPause)
            }
        } catch {
            client.logger.debug("An unfinished upload is left to the server", metadata: ["reason": "\(error)"])
        }
    }
}
