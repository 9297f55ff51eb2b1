/// What the system said of a local file.
struct FileFailure: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
}
