#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Makes sure that somebody means what can't easily be made up for.
struct Confirmation {
    let messages: Messages

    /// Before anything is done.
    ///
    /// - Parameter given: What `--confirm` says.
    /// - Throws: ``CommandError`` with code `usage` where it says something else, or nothing and there is no terminal to ask on.
    func check(_ given: String?, is name: String) throws {
        if let given {
            guard given == name else { throw CommandError(.usage, "--confirm is '\(given)', and the project is \(name)") }
        } else if isatty(STDIN_FILENO) != 1 {
            throw CommandError(.usage, "there is no terminal to ask on; write --confirm \(name) if everything of it is to be deleted")
        }
    }

    /// Asks on the terminal.
    ///
    /// - Throws: ``CommandError`` where anything but the name is typed.
    func ask(for name: String) throws {
        messages.say("type the project's name to delete all of it:")
        guard readLine() == name else { throw CommandError(.failed, "that is not \(name); nothing was deleted") }
    }
}
