import Retention
import Testing

@Suite("Keep lists")
struct KeepListTests {
    @Test func `One entry a line, with comments and blank lines`() throws {
        let digest = "sha256:" + String(repeating: "a", count: 64)
        let text = "\u{feff}# by hand\n\n  v1 \r\nchat/node:v2   # until May\n\t chat/node@\(digest)\t#x\n\(digest)"
        #expect(try KeepList(parsing: text, name: "keep").entries == ["v1", "chat/node:v2", "chat/node@\(digest)", digest])
        #expect(try KeepList(parsing: "", name: "keep").entries == [])
    }

    @Test(arguments: [
        ("v1\n\nv2 v3\n", "keep, line 3 has several words"), ("v1#x", "keep, line 1: 'v1#x' can't be kept by name; write TAG"),
        ("a\nchat/node@sha256:1", "keep, line 2: 'chat/node@sha256:1' can't be kept by name"), ("Chat/node:v1", "keep, line 1: 'Chat/node:v1'"),
    ])
    func `What can't be is refused with its line`(text: String, message: String) {
        let error = #expect(throws: RetentionError.self) { try KeepList(parsing: text, name: "keep") }
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("INVALID") == false)
    }
}
