/// What is wrong with a regular expression.
struct PatternError: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
