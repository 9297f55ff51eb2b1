import Retention
import StageModel
import StowageTestSupport
import Testing

/// The one walk for all references beside a walk for each.
@Suite struct ScanComparisonTests {
    @Test(arguments: 0..<60) func `Keeps what a plain scan keeps`(seed: Int) throws {
        var random = SmallRandom(UInt64(seed + 77))
        let begin = TestProject.now.millisecondsSince1970 / 1000 - 100 * 86_400
        var graph = GraphBuilder()
        let count = Int.random(in: 1...60, using: &random)
        let names = (0..<count).map { "c\($0)" }
        for number in 0..<count {
            let parents =
                number == 0 ? [] : (0..<Int.random(in: 0...3, using: &random)).map { _ in names[Int.random(in: 0..<number, using: &random)] }
            // Clocks go wrong, and commits are made in the same second.
            try graph.commit(names[number], parents: Array(Set(parents)).sorted(), at: begin + Int64.random(in: 0..<200, using: &random) * 43_200)
        }
        // More than the bits of a word.
        for number in 0..<Int.random(in: 1...90, using: &random) {
            let head = names[Int.random(in: 0..<count, using: &random)]
            if number % 3 == 0 {
                try graph.tag("v\(number)", at: head, annotatedAt: number % 2 == 0 ? begin + Int64(number) * 86_400 : nil)
            } else {
                try graph.branch("b\(number)", at: head)
            }
        }
        let git = try graph.snapshot()
        var project = TestProject()
        project.git = git
        var items: [PlainScan.Item] = []
        for number in 0..<Int.random(in: 1...40, using: &random) {
            let commits = Set((0..<Int.random(in: 1...3, using: &random)).map { _ in names[Int.random(in: 0..<count, using: &random)] })
            items.append(PlainScan.Item(name: "i\(number)", commits: try commits.map { try graph[$0] }.sorted()))
            try project.image("i\(number)", commits: items[number].commits)
        }
        let scan = PlainScan(git: git, now: TestProject.now, items: items)
        for _ in 0..<4 {
            let policies = (0..<Int.random(in: 1...3, using: &random)).map { _ in Self.policy(&random) }
            let plan = try project.plan { $0.keepPolicies = policies }
            let kept = Set(plan.decisions.filter { $0.action == .keep }.compactMap(\.tag))
            #expect(try scan.kept(by: policies) == kept, "\(policies)")
        }
    }

    private static func policy(_ random: inout SmallRandom) -> KeepPolicy {
        KeepPolicy(
            kind: Bool.random(using: &random) ? .branch : .tag, pattern: ["/.*/", "/.[0-4].*/", "b4", "v3"].randomElement(using: &random) ?? "/.*/",
            references: Bool.random(using: &random) ? limit(&random) : nil, imagesPerReference: limit(&random))
    }

    private static func limit(_ random: inout SmallRandom) -> KeepPolicy.Limit {
        KeepPolicy.Limit(
            last: Bool.random(using: &random) ? Int.random(in: -1...6, using: &random) : nil,
            within: Bool.random(using: &random) ? Int64.random(in: 0..<100, using: &random) * 86_400 : nil,
            operator: Bool.random(using: &random) ? .and : .or)
    }
}
