import NIOHTTP1

/// What is asked of the server, without a streamed body.
struct ServerRequest: Sendable {
    var method: HTTPMethod
    /// A path with its query on this server, or an absolute URL that a `Location` named.
    var target: String
    var headers: HTTPHeaders = [:]
    var body: [UInt8]?
    /// What the request is for, to follow "can't".
    var action: String
    /// How long the answer may take.
    var timeLimit = Duration.seconds(60)
    /// The largest answer that is taken, in bytes.
    var answerLimit = 64 << 20

    init(_ method: HTTPMethod, _ target: String, to action: String) {
        self.method = method
        self.target = target
        self.action = action
    }
}
