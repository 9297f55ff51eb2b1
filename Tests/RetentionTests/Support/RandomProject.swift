import ContentHashing
import OCIModel
import Retention
import StageModel
import StowageTestSupport

/// Projects and policies of every kind.
enum RandomProject {
    static func make(_ random: inout SmallRandom) throws -> TestProject {
        var project = TestProject()
        var graph = GraphBuilder()
        var commits: [String] = []
        for number in 0..<30 {
            let parents = commits.isEmpty ? [] : (0..<Int.random(in: 1...2, using: &random)).map { _ in commits.randomElement(using: &random) ?? "" }
            try graph.commit("c\(number)", parents: Array(Set(parents)).sorted(), at: 1_799_000_000 + Int64(number * 30_000))
            commits.append("c\(number)")
        }
        for number in 0..<5 { try graph.branch("b\(number)", at: commits.randomElement(using: &random) ?? "c0") }
        for number in 0..<5 { try graph.tag("v\(number)", at: commits.randomElement(using: &random) ?? "c0") }
        project.git = try graph.snapshot()
        for number in 1..<30 {
            let name = "s\(Int.random(in: 0..<20, using: &random))"
            let layers = (0..<Int.random(in: 0...3, using: &random)).map { "l\($0)-\(number % 3)" }
            try project.manifest("stage \(name) \(number)", in: "chat/stages", layers: layers)
            try project.stage(
                name, Int64(number), image: Bool.random(using: &random) ? "node" : nil, parent: signature(&random), imports: imports(&random),
                commits: try commit(graph, commits, &random), age: age(&random), used: used(&random),
                generation: Int64.random(in: 900...1010, using: &random), isRejected: Int.random(in: 0..<10, using: &random) == 0)
        }
        for number in 0..<30 {
            let repository = ["chat/node", "chat/web"].randomElement(using: &random) ?? "chat/node"
            try project.image(
                "v\(number)", in: repository, name: ["node", "web", nil].randomElement(using: &random) ?? nil,
                strategy: (TagStrategy.allCases + [nil]).randomElement(using: &random) ?? nil, commits: try commit(graph, commits, &random),
                signature: signature(&random), imports: imports(&random), age: age(&random), used: used(&random))
            if number % 3 == 0 {
                try project.manifest("about \(number)", in: repository, subject: "\(repository):v\(number)", untagged: .days(number))
                try project.image("sha256-\(TestProject.digest("\(repository):v\(number)").hex).sig", in: repository, name: nil)
            }
        }
        for number in 0..<6 {
            try project.manifest("p\(number)", in: "chat/node", untagged: .days(number * 5))
            try project.manifest("i\(number)", in: "chat/node", members: ["p\(number)", "p0"], untagged: .days(number * 6))
            if number % 2 == 0 { try project.image("i\(number)", strategy: .gitTag, manifest: "i\(number)", age: age(&random)) }
        }
        return project
    }

    static func policies(_ random: inout SmallRandom) -> PolicyLayer {
        var layer = PolicyLayer()
        let limits = [nil, -1, 0, 1, 3, 10]
        layer.gitTag = StrategyPolicy(limit: limits.randomElement(using: &random) ?? nil, expiryDays: [nil, 20].randomElement(using: &random) ?? nil)
        layer.gitCommit.limit = limits.randomElement(using: &random) ?? nil
        layer.stagesSignature.expiryDays = [nil, 0, 40].randomElement(using: &random) ?? nil
        layer.gitBranch.deleteGone = Bool.random(using: &random)
        if Bool.random(using: &random) {
            layer.keepPolicies = [
                KeepPolicy(kind: .branch, pattern: "/b.*/", imagesPerReference: .init(last: Int.random(in: -1...3, using: &random))),
                KeepPolicy(kind: .tag, pattern: "/v[0-2]/"),
            ]
        }
        layer.stagesKeepUnneededFor = [nil, 0, 86_400 * 20].randomElement(using: &random) ?? nil
        layer.budget = [nil, 0, 8000].randomElement(using: &random) ?? nil
        layer.untaggedKeepFor = [nil, 0, 86_400 * 10].randomElement(using: &random) ?? nil
        return layer
    }

    private static func signature(_ random: inout SmallRandom) -> String? {
        Bool.random(using: &random) ? TestProject.signature("s\(Int.random(in: 0..<20, using: &random))") : nil
    }

    private static func imports(_ random: inout SmallRandom) -> [String] {
        Int.random(in: 0..<5, using: &random) == 0 ? [TestProject.signature("s\(Int.random(in: 0..<20, using: &random))")] : []
    }

    private static func commit(_ graph: GraphBuilder, _ commits: [String], _ random: inout SmallRandom) throws -> [CommitID] {
        guard Bool.random(using: &random), let name = commits.randomElement(using: &random) else { return [] }
        return [try graph[name]]
    }

    private static func age(_ random: inout SmallRandom) -> Duration { .hours(Int.random(in: 0..<2000, using: &random)) }

    private static func used(_ random: inout SmallRandom) -> Duration? {
        Bool.random(using: &random) ? .hours(Int.random(in: 0..<2000, using: &random)) : nil
    }
}
