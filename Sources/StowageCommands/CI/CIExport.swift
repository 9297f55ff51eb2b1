/// A variable that `ci-env` gives, or the reason why it does not.
struct CIExport: Equatable {
    enum Value: Equatable {
        case text(String)
        /// Instead of a value of the user's own: what an option asks for.
        case replacing(String)
        case absent(reason: String)
    }

    let name: String
    let value: Value

    init(_ name: String, _ text: String) {
        self.init(name, .text(text))
    }

    init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }

    /// The line of a shell's script, without its line feed: an export, or a comment where the variable is set already.
    func line(variables: [String: String]) -> String {
        switch value {
        case .absent(let reason): "# no \(name): \(reason)"
        case .replacing(let text): "export \(name)=\(Self.quoted(text))"
        case .text(let text):
            if variables[name, default: ""].isEmpty {
                "export \(name)=\(Self.quoted(text))"
            } else {
                // Neither value is shown: the one that is set may be secret, and no line feed may end the comment.
                "# skip \(name): it is set already"
            }
        }
    }

    /// One word for any POSIX shell, which finds nothing to expand in it.
    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
