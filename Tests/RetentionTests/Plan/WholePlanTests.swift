import ContentHashing
import OCIModel
import Retention
import StageModel
import StowageTestSupport
import Testing

/// Totals, the share, the order, and that the order of pages doesn't matter.
@Suite struct WholePlanTests {
    @Test func `Counts shared layers once, and not what others have`() throws {
        var project = TestProject()
        project.blob("base", size: 5000)
        project.blob("mine", size: 300)
        project.blob("lent", size: 40_000, isShared: true)
        try project.manifest("a", in: "chat/node", layers: ["base", "mine"])
        try project.manifest("b", in: "chat/node", layers: ["base", "mine", "lent"])
        try project.manifest("c", in: "chat/node", layers: ["base"])
        for (number, tag) in ["a", "b", "c"].enumerated() { try project.image(tag, strategy: .gitTag, manifest: tag, age: .days(9 - number)) }
        let plan = try project.plan { $0.gitTag.limit = 1 }
        // Of a and b: their configs and "mine" once; "base" stays for c, "lent" for another project.
        #expect(plan.totals.bytes == 10 + 10 + 300)
        #expect(plan.totals.keptBytes == 5010)
        #expect(plan.totals.images == 2)
        #expect(plan.totals.allImages == 3)
        #expect(plan["chat/node:b"]?.size == 45_310)
    }

    @Test func `Says when the bytes have gone`() throws {
        var project = TestProject()
        try project.image("a", strategy: .gitTag)
        let now = TestProject.now.millisecondsSince1970
        #expect(try project.plan { $0.gitTag.limit = 0 }.totals.freedAt == now + 86_400_000)
        let soon = try project.plan {
            $0.gitTag.limit = 0
            $0.undoWindow = 0
        }
        #expect(soon.totals.freedAt == now + 3_600_000)
        #expect(soon.order.undoWindow == 0)
    }

    @Test func `Exceeds the share of image tags only from twenty on`() throws {
        for (count, share, isExceeded) in [(19, 0.5, false), (20, 0.5, true), (20, 1.0, false), (20, 0.95, false), (20, 0.94, true)] {
            var project = TestProject()
            for number in 0..<count { try project.image("v\(number)", strategy: .gitTag) }
            // Neither stages nor records count.
            for number in 1...40 { try project.stage("s\(number)", Int64(number)) }
            let plan = try project.plan {
                $0.gitTag.limit = 1
                $0.largestShare = share
            }
            #expect(plan.exceedsShare == isExceeded, "\(count) \(share)")
            #expect(plan.order.largestShare == share)
        }
    }

    @Test func `Purges all but what is newer than the watermark`() throws {
        var project = TestProject()
        try project.stage("s", 1)
        try project.image("v1", strategy: .gitTag, signature: TestProject.signature("s"))
        try project.image("new", strategy: .gitTag, generation: TestProject.watermark + 1)
        try project.manifest("member", in: "chat/node", untagged: .days(1))
        try project.manifest("index", in: "chat/node", members: ["member"], untagged: .days(1))
        try project.record("client-id-abc-1")
        try project.use("chat/node", tag: "v1", by: "pod x")
        let plan = try CleanupPlan(purging: try project.input(try CleanupPolicies([PolicyLayer()])))
        #expect(plan.items.map { $0.tag ?? "-" } == ["v1", TestProject.stageTag("s", 1), "client-id-abc-1", "-"])
        #expect(plan.line("chat/node:v1") == "delete purge: the project is emptied")
        #expect(plan["member"]?.action == .delete)
        try plan.expectSound()
    }

    @Test func `Takes a tag that moved between two pages for what it became`() throws {
        var project = TestProject()
        try project.manifest("old", in: "chat/node")
        try project.manifest("new", in: "chat/node")
        try project.image("latest", strategy: .gitTag, manifest: "old", generation: 5)
        try project.image("latest", strategy: .gitTag, manifest: "new", generation: 9)
        for pages in [project.pages(of: 1), project.pages(of: 1).reversed()] {
            let input = try project.input(try CleanupPolicies([PolicyLayer()]), pages: Array(pages))
            let plan = try CleanupPlan(input)
            #expect(plan["chat/node:latest"]?.digest == TestProject.digest("new"))
            #expect(plan["chat/node:latest"]?.generation == 9)
            #expect(plan["old"]?.action == .keep)
        }
    }

    @Test func `Refuses a page whose blobs are missing`() throws {
        var project = TestProject()
        try project.image("v1")
        var pages = project.pages()
        pages[0].blobs.removeLast()
        #expect(throws: RetentionError.self) { try project.inventory(pages) }
    }

    @Test func `Reads no other document than its own`() throws {
        var project = TestProject()
        for number in 0..<3 { try project.image("v\(number)", strategy: .gitTag) }
        let bytes = try project.plan { $0.gitTag.limit = 1 }.json()
        let text = String(decoding: bytes, as: UTF8.self)
        let wrong = [
            "", "{}", "[]", String(text.dropLast(10)), text.replacing("\"version\":1", with: "\"version\":2"),
            text.replacing("\"itemCount\":2", with: "\"itemCount\":3"), text.replacing("\"kind\":\"image\"", with: "\"kind\":\"other\""),
            text.replacing("sha256:", with: "sha256:0"), text.replacing("\"largestShare\":0.5", with: "\"largestShare\":5"),
            text.replacing("\"rule\"", with: "\"rul\""), text + "x",
        ]
        for document in wrong {
            let error = #expect(throws: RetentionError.self, "\(document.prefix(60))") { try CleanupPlan(parsing: Array(document.utf8)) }
            #expect(error?.code == .plan)
        }
        #expect(try CleanupPlan(parsing: Array(text.replacing("{\"version\"", with: "{\"new\":[{}],\"version\"").utf8)).json() == bytes)
    }
}
