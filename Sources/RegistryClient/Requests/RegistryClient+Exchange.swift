import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1

extension RegistryClient {
    /// Sends a request, and sends it again after failures that may pass, as long as the policy allows.
    ///
    /// - Parameter repeats: False for what must not be done twice.
    /// - Throws: ``ClientError``, `CancellationError`.
    func call(_ request: ServerRequest, over client: HTTPClient, repeats: Bool = true) async throws -> ServerResponse {
        var budget = RetryBudget(policy, attempts: repeats ? policy.callAttempts : 1)
        var lostAnswer = false
        while true {
            do {
                var response = try await exchange(request, over: client)
                if let interruption = response.failure(to: request.action) as? Interruption { throw interruption }
                response.followsLostAnswer = lostAnswer
                return response
            } catch let interruption as Interruption {
                if interruption.error.code == .unreachable { lostAnswer = true }
                guard let pause = budget.pause(wish: interruption.retryAfter.map { min($0, .seconds(5)) }) else { throw interruption.error }
                logger.debug("Trying again", metadata: ["action": "\(request.action)", "reason": "\(interruption.error)", "pause": "\(pause)"])
                try await policy.sleep(pause)
            }
        }
    }

    /// Sends a request once and takes the whole answer, whatever its status.
    ///
    /// - Parameter stream: The body, where the request's own is not meant.
    /// - Throws: ``Interruption`` for a connection that can't be made or breaks; ``ClientError``; `CancellationError`.
    func exchange(_ request: ServerRequest, over client: HTTPClient, stream: HTTPClientRequest.Body? = nil) async throws -> ServerResponse {
        // A streamed body takes its time; whether the server takes it is watched by who streams it.
        let limit = stream == nil ? TimeAmount(request.timeLimit) : .hours(24 * 365)
        let response = try await open(request, over: client, stream: stream, deadline: .now() + limit)
        do {
            let buffer = try await response.body.collect(upTo: request.answerLimit)
            try Task.checkCancellation()
            return ServerResponse(status: Int(response.status.code), headers: response.headers, body: Array(buffer.readableBytesView))
        } catch let error as NIOTooManyBytesError {
            throw ClientError(.protocolViolation, "the server's answer is larger than \(request.answerLimit) bytes", cause: error)
        } catch {
            throw failure(error, of: request)
        }
    }

    /// Sends a request and returns when the head of the answer is here. The body ends its connection where it isn't taken.
    func open(
        _ request: ServerRequest, over client: HTTPClient, stream: HTTPClientRequest.Body? = nil, deadline: NIODeadline
    ) async throws -> HTTPClientResponse {
        let url = request.target.hasPrefix("/") ? server.url + request.target : request.target
        var sent = HTTPClientRequest(url: url)
        sent.method = request.method
        sent.headers = request.headers
        sent.headers.replaceOrAdd(name: "User-Agent", value: "stowage")
        if let authorization = server.authorization, isOwn(url) { sent.headers.replaceOrAdd(name: "Authorization", value: authorization) }
        sent.body = stream ?? request.body.map { .bytes(ByteBuffer(bytes: $0)) }
        do {
            return try await client.execute(sent, deadline: deadline, logger: nil)
        } catch {
            throw failure(error, of: request)
        }
    }

    /// Whether a URL leads to this server: credentials go nowhere else.
    private func isOwn(_ url: String) -> Bool {
        guard url.hasPrefix(server.url) else { return false }
        let next = url.dropFirst(server.url.count).first
        return next == nil || next == "/" || next == "?"
    }

    /// The target that a `Location` header names.
    func target(ofLocation text: String) throws -> String {
        let lower = text.prefix(8).lowercased()
        guard (text.hasPrefix("/") && !text.hasPrefix("//")) || lower.hasPrefix("http://") || lower.hasPrefix("https://") else {
            throw ClientError(.protocolViolation, "the server named '\(text.prefix(80))' as the address of an upload, which is none")
        }
        return text
    }
}
