import Testing

@testable import StowageCommands

@Suite("Tables and JSON")
struct TableTests {
    private struct Payload: Encodable {
        let path = "a/b"
        let at: Int64 = 1_700_000_000_000
    }

    private var table: Table {
        var table = Table([.text("NAME"), .number("SIZE"), .text("BRANCH")])
        table.add(["install", "1 B", ""])
        table.add(["x", "100 MiB", "main"])
        return table
    }

    @Test func `Columns are as wide as their widest cell, numbers to the right, nothing at the ends`() {
        #expect(
            table.text == """
                NAME        SIZE  BRANCH
                install      1 B  -
                x        100 MiB  main

                """)
    }

    @Test func `A table without rows is its headings`() {
        #expect(Table([.text("A"), .text("B")]).text == "A  B\n")
    }

    @Test func `What could move the cursor is not written`() {
        var table = Table([.text("A")])
        table.add(["x\u{1b}[2Jy\n"])
        #expect(table.text == "A\nx?[2Jy?\n")
    }

    @Test func `A description has no headings and leaves out what isn't known`() {
        #expect(Table.description(of: [("tag", "x"), ("branch", nil), ("digest", "y")]).text == "tag     x\ndigest  y\n")
    }

    @Test func `JSON has the values as they are`() throws {
        let text = try Output.render(Payload(), as: .json) { table }
        #expect(text == "{\n  \"at\" : 1700000000000,\n  \"path\" : \"a/b\"\n}\n")
        #expect(try Output.render(Payload(), as: .table) { table } == table.text)
    }

    @Test func `Color is for terminals that want it`() {
        #expect(Terminal(isTerminal: true, width: 80, environment: [:]).isColored)
        #expect(!Terminal(isTerminal: true, width: 80, environment: ["NO_COLOR": "1"]).isColored)
        #expect(Terminal(isTerminal: true, width: 80, environment: ["NO_COLOR": "1"]).isTerminal)
        #expect(!Terminal(isTerminal: true, width: 80, environment: ["TERM": "dumb"]).isTerminal)
        #expect(!Terminal(isTerminal: false, width: 80, environment: [:]).isColored)
    }
}
