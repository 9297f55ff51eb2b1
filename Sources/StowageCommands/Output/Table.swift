/// Rows under headings, in columns as wide as their widest cell.
struct Table: Equatable {
    struct Column: Equatable {
        let heading: String
        /// Numbers stand under each other at their right ends.
        let isNumber: Bool

        static func text(_ heading: String) -> Column { Column(heading: heading, isNumber: false) }
        static func number(_ heading: String) -> Column { Column(heading: heading, isNumber: true) }
    }

    let columns: [Column]
    private(set) var rows: [[String]] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Two columns without headings: a name and a value a line, for the description of one thing.
    static func description(of pairs: [(name: String, value: String?)]) -> Table {
        var table = Table([.text(""), .text("")])
        for (name, value) in pairs {
            if let value { table.add([name, value]) }
        }
        return table
    }

    /// - Parameter cells: One a column; nothing known is "-".
    mutating func add(_ cells: [String]) {
        let cells = cells.map { $0.isEmpty ? "-" : PlainText.cell($0) }
        rows.append(cells + Array(repeating: "-", count: max(0, columns.count - cells.count)))
    }

    /// Whole lines, each with its line feed; no spaces at their ends. A table without rows is its headings.
    var text: String {
        let headings = columns.map(\.heading)
        let lines = (headings.allSatisfy(\.isEmpty) ? [] : [headings]) + rows
        let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            let cells = columns.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - line[column].count)
                return columns[column].isNumber ? padding + line[column] : line[column] + padding
            }
            let text = cells.joined(separator: "  ")
            return text[..<(text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex)] + "\n"
        }.joined()
    }
}
