/// Why there is nothing to export.
struct CIError: Error, Equatable, CustomStringConvertible {
    /// What is wrong and what to do about it.
    let message: String

    init(_ message: String) {
        self.message = message
    }

    var description: String { message }
}
