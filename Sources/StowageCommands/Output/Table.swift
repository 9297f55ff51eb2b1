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
    ///
    /// A plan may have hundreds of thousands of rows: each cell is measured once, and nothing is put together twice.
    var text: String {
        let headings = columns.map(\.heading)
        let lines = (headings.allSatisfy(\.isEmpty) ? [] : [headings]) + rows
        let widths = lines.map { $0.map(Self.width) }
        let columnWidths = columns.indices.map { column in widths.map { $0[column] }.max() ?? 0 }
        var text = ""
        for (line, widths) in zip(lines, widths) {
            var spaces = 0
            for column in columns.indices {
                let padding = columnWidths[column] - widths[column]
                if columns[column].isNumber { spaces += padding }
                // Spaces are written before the next cell only, so that none end the line; nor do those of a cell itself.
                let cell = column == columns.indices.last ? Self.withoutSpacesAtEnd(line[column]) : line[column]
                if !cell.isEmpty { text += String(repeating: " ", count: spaces) + cell }
                spaces = (columns[column].isNumber ? 0 : padding) + 2
            }
            text += "\n"
        }
        return text
    }

    /// In characters, as a terminal shows them.
    private static func width(_ cell: String) -> Int {
        cell.utf8.allSatisfy { $0 < 0x80 } ? cell.utf8.count : cell.count
    }

    private static func withoutSpacesAtEnd(_ cell: String) -> String {
        cell.last == " " ? String(cell[..<(cell.lastIndex { $0 != " " }.map(cell.index(after:)) ?? cell.startIndex)]) : cell
    }
}
