import Testing
import YAMLText

struct YAMLDocumentTests {
    @Test func `Keys keep their order and values their lines`() throws {
        let node = try #require(try YAMLDocument.parse("a: 1\nb:\n  - x\n  - \"y z\"\nc: {d: e}\n"))
        #expect(node.mapping?.map { $0.key.scalar } == ["a", "b", "c"])
        #expect(node["b"]?.list?.map(\.scalar) == ["x", "y z"])
        #expect(node["c"]?["d"]?.scalar == "e")
        #expect(node["b"]?.list?.first?.line == 3)
    }

    @Test func `Nothing is no document`() throws {
        let node = try YAMLDocument.parse("# only a comment\n")
        #expect(node?.scalar ?? "" == "")
    }

    @Test func `What isn't YAML is refused with its line`() {
        let error = #expect(throws: YAMLError.self) { try YAMLDocument.parse("a: 1\nb: [1, 2\nc: 3\n") }
        #expect(error?.code == .malformed)
        #expect(error?.line != nil)
    }

    @Test func `A key that stands twice is refused`() {
        let error = #expect(throws: YAMLError.self) { try YAMLDocument.parse("a: 1\na: 2\n") }
        #expect(error?.code == .duplicateKeys)
        #expect(error?.description == "line 1: 'a' more than once; keep one")
    }

    @Test func `An alias stands for what it names`() throws {
        let node = try #require(try YAMLDocument.parse("a: &x [1, 2]\nb: *x\n"))
        #expect(node["b"]?.list?.map(\.scalar) == ["1", "2"])
    }
}
