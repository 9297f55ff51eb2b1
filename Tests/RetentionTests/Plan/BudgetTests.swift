import Retention
import StageModel
import Testing

/// Rule 5: a byte budget. A stage has a layer of 1000 bytes and a config of 10.
@Suite struct BudgetTests {
    private static func name(_ stage: String, _ id: Int64 = 0) -> String { "chat/stages:\(TestProject.stageTag(stage, id))" }

    @Test func `Evicts the least recently used first`() throws {
        var project = TestProject()
        for number in 1...5 { try project.stage("s\(number)", Int64(number), used: .days(10 * number)) }
        let plan = try project.plan { $0.budget = 3030 }
        #expect(Set(plan.deleted) == [TestProject.stageTag("s5", 5), TestProject.stageTag("s4", 4)])
        #expect(plan.totals.bytes == 2020)
        #expect(plan.totals.keptBytes == 3030)
        #expect(plan.missedBudget == nil)
        #expect(plan.line(Self.name("s4", 4)) == "delete budget: last used 40 d ago; the stages' budget is 2.9 KiB")
        #expect(try project.plan { $0.budget = -1 }.deleted.isEmpty)
        try plan.expectSound()
    }

    @Test func `Never evicts what the rules before keep, and says what it misses`() throws {
        var project = TestProject()
        try project.stage("needed", 1)
        try project.stage("free", 2)
        try project.image("v1", strategy: .gitTag, signature: TestProject.signature("needed"))
        try project.stage("used", 3, used: .hours(1))
        let plan = try project.plan { $0.budget = 100 }
        #expect(plan.deleted == [TestProject.stageTag("free", 2)])
        #expect(plan.missedBudget == 1920)
        #expect(plan.notes.contains("the stages take 1.9 KiB after everything that may go has gone; the budget is 100 B"))
    }

    @Test func `Counts a use of a stage for those that it is built on`() throws {
        var project = TestProject()
        try project.stage("base", 1, used: .days(50))
        try project.stage("top", 2, parent: TestProject.signature("base"), used: .days(2))
        try project.stage("alone", 3, used: .days(20))
        #expect(try project.plan { $0.budget = 2020 }.deleted == [TestProject.stageTag("alone", 3)])
        // And what is built on it goes first.
        let plan = try project.plan { $0.budget = 1010 }
        #expect(Set(plan.deleted) == [TestProject.stageTag("alone", 3), TestProject.stageTag("top", 2)])
        #expect(plan[Self.name("base", 1)]?.action == .keep)
    }

    @Test func `Spares what frees nothing`() throws {
        var project = TestProject()
        // Two tags of one manifest, used at different times, and layers that others have.
        try project.stage("a", 1, manifest: "same", used: .days(90))
        try project.stage("a", 2, manifest: "same", used: .days(2))
        try project.stage("b", 3, used: .days(50))
        let plan = try project.plan { $0.budget = 1010 }
        #expect(plan.deleted == [TestProject.stageTag("b", 3)])
        #expect(plan.line(Self.name("a", 1)) == "keep budget: frees nothing, since its bytes stay for others")
    }

    @Test func `Comes after the stages that nobody needs`() throws {
        var project = TestProject()
        try project.stage("unneeded", 1, used: .days(90))
        try project.stage("recent", 2, used: .days(3))
        let plan = try project.plan {
            $0.stagesKeepUnneededFor = 86_400 * 30
            $0.budget = 1010
        }
        #expect(plan.deleted == [TestProject.stageTag("unneeded", 1)])
        #expect(plan[Self.name("unneeded", 1)]?.rule == "stages-unneeded")
    }
}
