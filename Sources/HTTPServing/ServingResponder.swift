package import Access
import HTTPTypes
package import Hummingbird
package import Logging
import NIOCore
import OCIModel

/// Answers every request: finds its route, asks the authorizer, turns errors into error documents, counts, logs, and
/// deals with bodies that nobody read.
package struct ServingResponder: HTTPResponder {
    private let services: [any HTTPService]
    private let authorizer: any Authorizer
    private let metrics: ServingMetrics
    private let logger: Logger

    package init(services: [any HTTPService], authorizer: any Authorizer, metrics: ServingMetrics, logger: Logger) {
        self.services = services
        self.authorizer = authorizer
        self.metrics = metrics
        self.logger = logger
    }

    package func respond(to request: Request, context: ServingContext) async throws -> Response {
        // The one that comes with the request is the library's, and quieter.
        let context = context.logging(to: logger)
        let start = ContinuousClock.now
        let body = IncomingBody(of: request, on: context.channel)
        var routeName = "none"
        var streamsBody = false
        var response: Response
        do {
            guard let match = try self.match(request) else {
                throw OCIError(.nameUnknown, "nothing is served at this path; the registry is under /v2/")
            }
            routeName = match.name
            let route = try await match.route(reading: body)
            streamsBody = route.streamsBody
            try await context.authorize(route.demand.action, on: route.demand.repository, by: authorizer)
            response = try await route.respond(to: request, body: body, context: context)
        } catch {
            response = Self.answer(to: error, context: context)
        }
        response.headers[.requestID] = context.requestID
        if request.method == .head { response = response.createHeadResponse() }
        if !body.isFinished {
            response = await Self.settle(body, before: response, context: context)
        } else if request.method == .connect || request.headers[.upgrade] != nil {
            // NIO's parser reads nothing behind a request to change the protocol, which isn't changed here.
            response = Self.ending(response, context: context)
        }
        metrics.recordReceived(body.received)
        let record = AnswerRecord(
            request.head, route: routeName, status: response.status, start: start, metrics: metrics, logger: context.logger)
        if streamsBody, response.body.contentLength != 0 {
            response.body = response.body.recorded(by: record, on: context.channel)
        } else {
            // It is in memory and goes out with its head.
            record.count(response.body.contentLength ?? 0)
            record.record(ending: .complete)
        }
        return response
    }

    private func match(_ request: Request) throws -> (any RouteMatch)? {
        for service in services {
            if let match = try service.route(request) { return match }
        }
        return nil
    }

    /// Makes the answer to what is no HTTP request, counts and logs it.
    func refuse(_ error: any Error) -> (head: HTTPResponse, body: ByteBuffer) {
        let refusal = BrokenRequest.refusal(for: error)
        let requestID = RequestIDs.next()
        let body = refusal.error.document
        metrics.recordSent(Int64(body.readableBytes))
        metrics.record(nil, route: "none", status: refusal.status, duration: .zero)
        logger.info(
            "request refused",
            metadata: ["request.id": .string(requestID), "status": .stringConvertible(refusal.status.code), "error": "\(refusal.error)"])
        let headers: HTTPFields = [
            .requestID: requestID, .contentType: "application/json", .contentLength: String(body.readableBytes), .connection: "close",
        ]
        return (HTTPResponse(status: refusal.status, headerFields: headers), body)
    }

    private static func answer(to error: any Error, context: ServingContext) -> Response {
        let refusal = (error as? Refusal) ?? (error as? OCIError).map { Refusal($0) }
        if let refusal {
            if refusal.status.kind == .serverError {
                context.logger.error("request failed", metadata: ["error": "\(refusal.error)"])
            }
            var headers = refusal.headers
            if refusal.error.code == .unauthorized { headers[.wwwAuthenticate] = #"Basic realm="stowage""# }
            return Response(refusal.error, status: refusal.status, headers: headers)
        }
        if error is CancellationError {
            return Response(OCIError(.unavailable, "the server is stopping; try again"))
        }
        context.logger.error("request failed", metadata: ["error": "\(error)"])
        return Response(OCIError(.internalFailure, "the server failed; its log has the reason under request id \(context.requestID)"))
    }

    /// Answers a request whose body is not read to its end.
    ///
    /// A rest of bounded size is read and dropped first, and the connection lives on: some clients take an answer that comes
    /// while they send for a failure. Otherwise the answer goes out first, then some of the rest is taken, so that the client
    /// gets to read the answer before the connection is reset, and the connection ends.
    private static func settle(_ body: IncomingBody, before response: Response, context: ServingContext) async -> Response {
        if !body.isHeldBackByClient, let size = body.declaredSize, size - body.received <= Self.drainSize,
            await body.drain(upTo: Self.drainSize, until: .now + Self.drainDuration)
        {
            return response
        }
        return ending(response, context: context) {
            // Who waits for `100 Continue` has sent nothing that could be in the way.
            guard !body.isHeldBackByClient else { return }
            let channel = context.channel
            let limit = channel.eventLoop.scheduleTask(in: TimeAmount(Self.drainDuration)) { channel.close(promise: nil) }
            _ = await body.drain(upTo: Self.drainSize, until: .now + Self.drainDuration)
            limit.cancel()
        }
    }

    /// The last answer of a connection.
    private static func ending(
        _ response: Response, context: ServingContext, after remainder: @escaping @Sendable () async -> Void = {}
    ) -> Response {
        var response = response
        response.headers[.connection] = "close"
        let answer = response.body
        let channel = context.channel
        response.body = ResponseBody(contentLength: answer.contentLength) { writer in
            try await answer.write(writer)
            await remainder()
            channel.close(promise: nil)
        }
        return response
    }

    /// In bytes.
    private static let drainSize = 16 * 1024 * 1024
    private static let drainDuration: Duration = .seconds(5)
}
