import Foundation
import Testing

@Suite("The table of rooms")
struct ImportTableTests {
    @Test func `Every file imports only what the table allows its room`() throws {
        let allowed = Dictionary(uniqueKeysWithValues: RoomTable.rooms.map { ($0.name, Set($0.rooms + $0.packages)) })
        for file in try SourceTree.swiftFiles(under: "Sources") {
            let modules = try #require(allowed[file.target], "\(file.path) is in no room of the table")
            for (index, line) in file.lines.enumerated() {
                guard let statement = ImportStatement(line) else { continue }
                #expect(!statement.isTestable, "\(file.path):\(index + 1) opens a room that is not its own")
                #expect(
                    modules.contains(statement.module) || RoomTable.system.contains(statement.module),
                    "\(file.path):\(index + 1) imports \(statement.module), which the table does not allow \(file.target)")
            }
        }
    }

    @Test func `The rooms are the folders of Sources`() throws {
        let folders = Set(try SourceTree.swiftFiles(under: "Sources").map(\.target))
        #expect(folders == Set(RoomTable.rooms.map(\.name)))
    }

    @Test func `A room imports only rooms above it`() {
        var above: Set<String> = []
        for room in RoomTable.rooms {
            #expect(above.isSuperset(of: room.rooms), "\(room.name)")
            above.insert(room.name)
        }
    }

    @Test func `What is owned by one room is in no other row`() {
        for (module, owner) in RoomTable.owned {
            let holders = RoomTable.rooms.filter { $0.packages.contains(module) && $0.name != "StowageTestSupport" }.map(\.name)
            #expect(Set(holders) == owner, "\(module)")
        }
    }

    @Test func `The README has the same table`() throws {
        let text = try SourceTree.text(of: "Sources/README.md")
        let section = try #require(text.split(separator: "\n## ").first { $0.hasPrefix("Rooms\n") || $0.hasPrefix("## Rooms\n") })
        let rows = section.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast().map { $0.trimmingCharacters(in: .whitespaces) }
        }
        #expect(rows.map { $0.first } == RoomTable.rooms.map { "`\($0.name)`" })
        for (row, room) in zip(rows, RoomTable.rooms) {
            try #require(row.count == 4, "\(room.name) has its name, job, rooms and packages")
            #expect(!row[1].isEmpty, "\(room.name) has a job")
            #expect(row[2] == room.rooms.joined(separator: ", "), "rooms of \(room.name)")
            #expect(row[3] == room.packages.joined(separator: ", "), "packages of \(room.name)")
        }
    }

    @Test(arguments: [
        ("import Logging", "Logging"), ("package import NIOCore  // why", "NIOCore"), ("@preconcurrency public import A", "A"),
        ("  import struct Catalog.Page", "Catalog"), ("\tinternal import CZlib", "CZlib"), ("import A; import B", "A"),
    ])
    func `An import is recognised`(line: String, module: String) {
        #expect(ImportStatement(line)?.module == module)
    }

    @Test(arguments: ["", "// import A", "/// import A", "importing A", "let import = 1", "func importA()"])
    func `Other lines are not imports`(line: String) {
        #expect(ImportStatement(line) == nil)
    }
}
