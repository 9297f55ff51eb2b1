import StageModel

/// Decides about every tag and manifest of a project, rule by rule.
struct PlanMaker {
    enum Role: UInt8 {
        case stage, image, service, referrer
    }

    let input: PlanInput
    let policies: CleanupPolicies
    let index: ProjectIndex
    /// In milliseconds, as all times here.
    let now: Int64
    let git: GitNames?
    /// By tag.
    var roles: [Role] = []
    var strategies: [TagStrategy?] = []
    /// By node: tags, and manifests without a tag behind them.
    var verdicts: [Verdict]
    /// When a tag or manifest was used last, by node; ``InventoryManifest/never`` where it wasn't.
    var usedAt: [Int64] = []
    var needs: NeedGraph
    /// Of tags and manifests that are about others: those, as manifests. By node.
    var subjects: [Int32: [Int32]] = [:]
    /// Of a record: a tag that it describes.
    var described: [Int32: Int32] = [:]
    /// Records of what isn't here, and whether they may go for that.
    var orphans: [Int32: Bool] = [:]
    /// The commits that records of werf's give to tags, beside those of the tags' own facts.
    var recordedCommits: [RecordedCommit] = []
    /// By manifest: it is in the trash, or goes with what is there. Nothing is decided about it.
    var isInTrash: [Bool] = []
    var imagePrefixes: [Int32: [String]] = [:]
    /// What facts name references by.
    var references: [GitReference] = []
    var texts = TextTable()
    var notes: [String]
    var missedBudget: Int64?
    /// By manifest, at the end.
    var isManifestKept: [Bool] = []

    struct RecordedCommit {
        var tag: Int32
        var commit: CommitID
        /// Of the image's name, where the record has no other.
        var nameHash: String?
        var record: Int32
    }

    init(_ input: PlanInput) throws {
        self.input = input
        policies = input.policies
        index = try ProjectIndex(input.inventory)
        now = input.now.millisecondsSince1970
        git = input.git.map { GitNames($0) }
        verdicts = Array(repeating: Verdict(), count: index.tags.count + index.manifests.count)
        needs = NeedGraph(tagCount: index.tags.count, manifestCount: index.manifests.count)
        notes = input.notes
    }

    var tagNodes: Range<Int32> { 0..<Int32(index.tags.count) }
    var manifestNumbers: Range<Int32> { 0..<Int32(index.manifests.count) }

    func node(ofManifest manifest: Int32) -> Int32 { Int32(index.tags.count) + manifest }

    mutating func text(_ reason: String) -> Fact { .text(texts.insert(reason)) }

    /// Decides by the rules of the policies.
    mutating func decide() throws {
        prepare()
        guard !policies.isDisabled else {
            notes.append("cleanup is disabled for this project: nothing is deleted")
            let fact = text("cleanup is disabled")
            for node in verdicts.indices { verdicts[node] = .keep(.none, fact) }
            isManifestKept = index.manifests.map { _ in true }
            return
        }
        try protect()
        try applyKeepPolicies()
        try applyStrategies()
        decideUntagged()
        decideStages()
        evictForBudget()
        settle()
    }

    /// Decides that everything goes, apart from what the watermark doesn't cover.
    mutating func decidePurge() {
        prepare()
        let watermark = Generations(input.inventory.watermark, repositories: input.inventory.repositories)
        let purged = text("the project is emptied")
        let recent = text("published after the watermark")
        for tag in tagNodes {
            let row = index.tags[Int(tag)]
            verdicts[Int(tag)] = watermark.cover(row.generation, of: row.repository) ? .delete(.purge, purged) : .keep(.published, recent)
        }
        for manifest in manifestNumbers where isFree(manifest) {
            let row = index.manifests[Int(manifest)]
            let node = Int(node(ofManifest: manifest))
            verdicts[node] = watermark.cover(row.generation, of: row.repository) ? .delete(.purge, purged) : .keep(.published, recent)
        }
        settle()
    }

    private mutating func prepare() {
        findRoles()
        findTrash()
        findUses()
        findRecords()
        findNeeds()
        needs.seal()
    }
}
