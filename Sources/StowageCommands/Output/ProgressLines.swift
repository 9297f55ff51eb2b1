import RegistryClient

/// Transfers as lines on a terminal: a value, made anew for every picture.
struct ProgressLines {
    struct Row: Equatable {
        let name: String
        let done: Int64
        let total: Int64?
        let state: Transfer.State
    }

    /// - Parameters:
    ///   - width: Of the terminal; no line is longer.
    ///   - limit: The most lines; those of running transfers come first.
    static func text(_ rows: [Row], elapsed: Duration, width: Int, limit: Int = 8) -> [String] {
        let unfinished = rows.filter { !$0.isOver }
        let shown = (unfinished.isEmpty ? rows : unfinished).prefix(limit)
        let nameWidth = min(shown.map(\.name.count).max() ?? 0, max(8, width / 3))
        return shown.map { line($0, nameWidth: nameWidth, elapsed: elapsed, width: width) }
    }

    private static func line(_ row: Row, nameWidth: Int, elapsed: Duration, width: Int) -> String {
        let name = row.name.count > nameWidth ? "\(row.name.prefix(nameWidth - 1))…" : row.name.padded(to: nameWidth)
        let figures =
            switch row.state {
            case .waiting: "waiting"
            case .retrying(let reason): "trying again: \(reason)"
            case .failed(let reason): "failed: \(reason)"
            case .alreadyThere: "already there"
            case .running, .finished:
                [Humanly.bytes(row.done), row.total.map { "of \(Humanly.bytes($0))" }, Humanly.rate(row.done, in: elapsed)]
                    .compactMap { $0 }.joined(separator: " ")
            }
        let room = width - nameWidth - figures.count - 5
        guard let total = row.total, total > 0, room >= 10, row.state == .running else { return String("\(name)  \(figures)".prefix(width - 1)) }
        let bar = min(room, 40)
        let full = Int(Double(bar) * Double(min(row.done, total)) / Double(total))
        return "\(name) [\(String(repeating: "=", count: full))\(String(repeating: " ", count: bar - full))] \(figures)"
    }
}

extension ProgressLines.Row {
    init(_ transfer: Transfer) {
        self.init(name: transfer.name, done: transfer.done, total: transfer.total, state: transfer.state)
    }

    fileprivate var isOver: Bool {
        switch state {
        case .finished, .alreadyThere, .failed: true
        case .waiting, .running, .retrying: false
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
