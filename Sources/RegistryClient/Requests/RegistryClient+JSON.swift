import AsyncHTTPClient
import FoundationEssentials
import NIOHTTP1

extension RegistryClient {
    static let controlRoot = "/api/v1"

    /// `GET` of a document of `/api/v1`.
    func get<Answer: Decodable>(_ path: String, _ query: QueryString, to action: String) async throws -> Answer {
        let request = ServerRequest(.GET, "\(Self.controlRoot)\(path)\(query)", to: action)
        let response = try await call(request, over: control)
        try response.require(200, to: action)
        return try response.decoded()
    }

    /// `POST` to `/api/v1`; the answer with any status that isn't worth another attempt.
    func post(
        _ path: String, _ body: some Encodable, to action: String, timeLimit: Duration = .seconds(30)
    ) async throws -> ServerResponse {
        var request = ServerRequest(.POST, Self.controlRoot + path, to: action)
        request.headers = ["Content-Type": "application/json"]
        request.body = Array(try JSONEncoder().encode(body))
        request.timeLimit = timeLimit
        return try await call(request, over: control)
    }
}

extension ServerResponse {
    /// - Throws: ``ClientError`` with code `protocolViolation` for another document, such as a proxy's page.
    func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch {
            throw ClientError(
                .protocolViolation, "the server's answer is not what was asked for; is this the address of a stowage server of this version?",
                status: status, cause: error)
        }
    }
}
