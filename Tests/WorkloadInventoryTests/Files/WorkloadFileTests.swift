import StowageTestSupport
import Testing

@testable import WorkloadInventory

@Suite("What runs, in files")
struct WorkloadFileTests {
    typealias Objects = ClusterObjects

    private func read(_ text: String) throws -> WorkloadReading { try WorkloadFile.reading(of: Array(text.utf8), name: "running.txt") }

    @Test func `One reference a line, with comments and blank lines`() throws {
        let text = "\u{feff}# what runs\r\n\r\nr.test:5000/chat/node:1   # the site\r\n\t chat/node@\(Objects.digest)\nr.test:5000/chat/node:1"
        #expect(try read(text).lines == ["chat/node:1 (line 3 of running.txt)", "chat/node@\(Objects.digest) (line 4 of running.txt)"])
        #expect(try read("# nothing\n").uses.isEmpty)
        #expect(try read("\(Objects.digest)\n").lines == ["@\(Objects.digest) (line 1 of running.txt)"])
    }

    private static let refused: [(String, String)] = [
        ("", "is empty"), (" \n\t\r\n", "is empty"), ("a:1\n\nNAME READY\n", "line 3 of running.txt has several words"),
        ("a:1\nr.test/Chat\n", "line 2 of running.txt: 'r.test/Chat' has no name"), ("a@sha256:1\n", "line 1 of running.txt: 'a@sha256:1'"),
        ("a:1@md5:1", "a digest that isn't known here"), ("apiVersion: v1\n", "several words"),
    ]

    @Test(arguments: refused)
    func `A line that isn't understood stops the cleanup`(text: String, message: String) {
        let error = #expect(throws: WorkloadError.self) { try read(text) }
        #expect(error?.code == .malformed)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test func `What isn't UTF-8 stops the cleanup`() {
        #expect(throws: WorkloadError.self) { try WorkloadFile.reading(of: [0x61, 0x0a, 0xff, 0x0a], name: "x") }
    }

    @Test func `The file is read by its path, and one that isn't there stops the cleanup`() async throws {
        try await ScratchFolder.with { scratch in
            let path = try scratch.write("chat/node:1\n", to: "running.txt")
            #expect(try await WorkloadSource.file(path: path).read(environment: [:]).lines == ["chat/node:1 (line 1 of \(path))"])
            for path in [scratch.path("missing"), scratch.path] {
                let error = await #expect(throws: WorkloadError.self) { try await WorkloadSource.file(path: path).read(environment: [:]) }
                #expect(error?.code == .configuration)
            }
        }
    }
}
