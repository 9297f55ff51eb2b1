#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What standard error is, for messages and progress.
struct Terminal: Equatable, Sendable {
    /// Progress is shown only here.
    let isTerminal: Bool
    let isColored: Bool
    /// In columns.
    let width: Int

    /// - Parameter environment: `NO_COLOR`, set to anything but nothing, keeps text plain (no-color.org); so does a `TERM` of
    ///   `dumb`, which also can't move the cursor for progress.
    init(isTerminal: Bool, width: Int, environment: [String: String]) {
        let isDumb = environment["TERM"] == "dumb"
        self.isTerminal = isTerminal && !isDumb
        self.isColored = isTerminal && !isDumb && environment["NO_COLOR", default: ""].isEmpty
        self.width = width
    }

    static func standardError(environment: [String: String]) -> Terminal {
        var size = winsize()
        let isTerminal = isatty(STDERR_FILENO) == 1
        let hasSize = isTerminal && ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return Terminal(isTerminal: isTerminal, width: hasSize ? Int(size.ws_col) : 80, environment: environment)
    }
}
