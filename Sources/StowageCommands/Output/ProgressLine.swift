import StowageServer

/// One line on a terminal that says how far something is, drawn anew at each call; elsewhere nothing.
struct ProgressLine {
    private let terminal: Terminal
    private let output: LogOutput
    private var isDrawn = false

    init(_ terminal: Terminal, output: LogOutput = .standardError) {
        self.terminal = terminal
        self.output = output
    }

    mutating func draw(_ what: String, done: Int, of total: Int) {
        draw(Self.text(what, done: done, of: total, width: terminal.width))
    }

    mutating func draw(_ text: String) {
        guard terminal.isTerminal else { return }
        output((isDrawn ? Self.back : "") + text.prefix(max(0, terminal.width - 1)) + "\n")
        isDrawn = true
    }

    /// Wipes it, before something else is said.
    mutating func clear() {
        if isDrawn { output(Self.back) }
        isDrawn = false
    }

    private static let back = "\u{1b}[1A\u{1b}[J"

    /// `deleting [=====     ] 1,200 of 2,400`.
    static func text(_ what: String, done: Int, of total: Int, width: Int) -> String {
        let figures = "\(Humanly.number(done)) of \(Humanly.number(total))"
        let bar = min(width - what.count - figures.count - 5, 40)
        guard bar >= 10, total > 0 else { return String("\(what)  \(figures)".prefix(max(0, width - 1))) }
        let full = min(bar, bar * min(done, total) / total)
        return "\(what) [\(String(repeating: "=", count: full))\(String(repeating: " ", count: bar - full))] \(figures)"
    }
}
