import Retention
import StageModel
import Testing

/// Projects that are made to be slow.
@Suite struct ScaleTests {
    @Test func `Takes time that is linear in stages of one signature that need each other`() throws {
        var project = TestProject()
        let signature = TestProject.signature("s")
        for number in 1...2000 { try project.stage("s", Int64(number), parent: signature, imports: [TestProject.signature("t")]) }
        for number in 1...2000 { try project.stage("t", Int64(number), parent: signature) }
        var layer = PolicyLayer()
        layer.stagesKeepUnneededFor = 0
        let input = try project.input(try CleanupPolicies([layer]))
        let clock = ContinuousClock()
        var plan: CleanupPlan?
        let time = try clock.measure { plan = try CleanupPlan(input) }
        #expect(plan?.items.count == 4000)
        #expect(time < .seconds(20))
    }

    @Test func `Takes time that is linear in tags of one manifest in many indexes`() throws {
        var project = TestProject()
        try project.manifest("member", in: "chat/node")
        for number in 1...1500 {
            try project.image("m\(number)", strategy: .gitTag, manifest: "member")
            try project.manifest("index \(number)", in: "chat/node", members: ["member"])
            try project.image("i\(number)", strategy: .gitTag, manifest: "index \(number)")
        }
        let clock = ContinuousClock()
        var plan: CleanupPlan?
        let time = try clock.measure { plan = try project.plan { $0.gitTag.limit = 0 } }
        #expect(plan?.items.count == 3000)
        #expect(time < .seconds(20))
    }
}
