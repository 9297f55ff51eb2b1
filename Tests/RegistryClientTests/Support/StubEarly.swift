/// What a server does before it has read a body.
enum StubEarly: Sendable {
    /// Answers, and drops what still comes until the client ends the connection.
    case answer(StubAnswer)
    /// Reads nothing until the client ends the connection.
    case silence
}
