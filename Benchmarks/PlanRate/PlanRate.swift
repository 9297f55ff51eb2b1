import ArgumentParser
import GitHistory
import Glibc
import Retention
import StageModel

/// Takes a snapshot of a git repository and makes a plan for a generated inventory, and prints how long both took.
@main
struct PlanRate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan-rate", abstract: "Measures a git snapshot and a cleanup plan made with it.")

    @Argument(help: "A folder in the repository.")
    var folder: String

    @Option(help: "Tags in the inventory, half of them images and half stages.")
    var tags = 200_000

    @Option(help: "Images that the tags belong to.")
    var images = 50

    @Flag(help: "Measure the snapshot alone.")
    var snapshotOnly = false

    func validate() throws {
        guard images > 0, tags >= 2 * images else { throw ValidationError("there are at least two tags for each image") }
    }

    func run() async throws {
        guard let repository = try await GitRepository.find(from: folder) else { throw ValidationError("\(folder) is in no git repository") }
        let clock = ContinuousClock()
        let begin = clock.now
        let snapshot = try await repository.snapshot()
        let snapshotSeconds = (clock.now - begin) / .seconds(1)
        var counts = [("commits", snapshot.graph.count), ("references", snapshot.references.count)]
        var planSeconds = 0.0
        if !snapshotOnly {
            let generator = try InventoryGenerator(snapshot: snapshot, images: images, tags: tags)
            let inventory = try generator.inventory()
            let planBegin = clock.now
            let plan = try CleanupPlan(
                PlanInput(
                    inventory: inventory, git: snapshot, uses: [], policies: CleanupPolicies([policies()]), now: generator.now, grace: 3600,
                    serverUndoWindow: 86_400, origin: .command))
            planSeconds = (clock.now - planBegin) / .seconds(1)
            counts += [("decisions", plan.decisions.count), ("deletions", plan.items.count)]
        }
        let fields = counts.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",")
        print(
            "{\"snapshotSeconds\":\(snapshotSeconds),\"planSeconds\":\(planSeconds),\"peakBytes\":\(Self.peakBytes()),\"counts\":{\(fields)}}")
    }

    /// Everything that needs the history: all branches and tags are looked at, and every stage has to be needed by something.
    private func policies() -> PolicyLayer {
        var layer = PolicyLayer()
        layer.keepPolicies = [
            KeepPolicy(kind: .tag, pattern: "/.*/", imagesPerReference: KeepPolicy.Limit(last: 10)),
            KeepPolicy(kind: .branch, pattern: "/.*/", imagesPerReference: KeepPolicy.Limit(last: 2)),
            KeepPolicy(kind: .branch, pattern: "main", imagesPerReference: KeepPolicy.Limit(last: 10)),
        ]
        layer.gitTag = StrategyPolicy(limit: 10, expiryDays: 30)
        layer.gitCommit = StrategyPolicy(limit: 50, expiryDays: 30)
        layer.gitBranch.deleteGone = true
        layer.stagesKeepUnneededFor = 7200
        return layer
    }

    /// The most memory that was ever resident.
    private static func peakBytes() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1024
    }
}
