import StageModel
import StowageTestSupport
import Testing

@testable import Catalog

@Suite struct PlanItemTextTests {
    static func item(_ reason: String, tag: String? = "v1", needs: [Int] = []) -> CleanupItem {
        CleanupItem(
            kind: tag == nil ? .untagged : .image, repository: "team/app", tag: tag, digest: "sha256:abc", generation: .max, rule: "git-tag-limit",
            reason: reason, needs: needs)
    }

    @Test func readsBackWhatItWrote() throws {
        let items = [
            Self.item("11th newest of git-tag; limit 10", needs: [3, 99, 100_000]), Self.item("", tag: nil),
            Self.item("a\tb\nc\\d\\te\u{301}\t\u{301}\r\n\u{0}\u{1f}ü 🐳"),
        ]
        #expect(try PlanItemText.decode(PlanItemText.encode(items)) == items)
        #expect(try PlanItemText.decode(PlanItemText.encode([CleanupItem]())) == [])
    }

    @Test func isReadByPeople() {
        #expect(
            PlanItemText.encode([Self.item("limit 10", needs: [1, 2])])
                == "image\tteam/app\tv1\tsha256:abc\t9223372036854775807\t1 2\tgit-tag-limit\tlimit 10\n")
    }

    @Test(arguments: ["image\tteam/app", "tree\ta\tb\tc\t1\t\tr\tr\n", "image\ta\tb\tc\tone\t\tr\tr", "image\ta\tb\tc\t1\tx\tr\tr", "\t\t\t\t\t\t\t"])
    func refusesDamagedRows(_ text: String) {
        let error = #expect(throws: CatalogError.self) { try PlanItemText.decode(text) }
        #expect(error?.code == .damaged)
    }
}
