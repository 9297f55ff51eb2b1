import StowageServer
import Synchronization

/// What a command tells people, on standard error. Standard output is for data.
final class Messages: Sendable {
    enum Emphasis: Sendable {
        case plain, good, notable, bad

        fileprivate var code: String? {
            switch self {
            case .plain: nil
            case .good: "32"
            case .notable: "33"
            case .bad: "31"
            }
        }
    }

    private let output: LogOutput
    private let isColored: Bool

    init(isColored: Bool, output: LogOutput = .standardError) {
        self.isColored = isColored
        self.output = output
    }

    /// One line, whatever is in the text.
    ///
    /// - Parameter word: Stands before the text in color, where there is color.
    func say(_ text: String, word: String? = nil, _ emphasis: Emphasis = .plain) {
        var head = ""
        if let word {
            head = if isColored, let code = emphasis.code { "\u{1b}[\(code)m\(word)\u{1b}[0m: " } else { "\(word): " }
        }
        output("stowage: \(head)\(PlainText.line(text))\n")
    }

    func warn(_ text: String) { say(text, word: "warning", .notable) }
}
