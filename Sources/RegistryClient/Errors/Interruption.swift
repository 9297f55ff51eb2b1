/// A failure that may pass: trying again is worth it.
struct Interruption: Error {
    /// What is thrown when it doesn't pass.
    let error: ClientError
    /// What the server asked for.
    let retryAfter: Duration?

    init(_ error: ClientError, retryAfter: Duration? = nil) {
        self.error = error
        self.retryAfter = retryAfter
    }
}
