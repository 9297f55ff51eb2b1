import ArgumentParser

/// How a command writes its data to standard output.
enum OutputFormat: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// For people; times as ages, digests and signatures shortened.
    case table
    /// For programs: one document, with the values of the server's API as they are.
    case json
}
