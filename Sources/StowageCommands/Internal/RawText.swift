#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the system has as bytes and Swift as text. Of bytes that are no UTF-8 the text is another one, the same for many: a
/// command would get other words, and two values would be one in a signature. So they are refused.
enum RawText {
    /// Counted from 1, which is the first one behind the program's name.
    static var firstUndecodableArgument: Int? {
        (1..<max(1, Int(CommandLine.argc))).first { index in
            CommandLine.unsafeArgv[index].map { String(validatingCString: $0) == nil } ?? false
        }
    }

    /// Whether a variable's value is text, or the variable isn't set.
    static func isDecodable(variable name: String) -> Bool {
        getenv(name).map { String(validatingCString: $0) != nil } ?? true
    }
}
