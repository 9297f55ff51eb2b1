import OCIModel
import StageModel

/// The names of a snapshot, as they are and as the tags that stand for them.
struct GitNames: Sendable {
    let snapshot: GitSnapshot
    private var tags: Set<String> = []
    private var branches: Set<String> = []

    init(_ snapshot: GitSnapshot) {
        self.snapshot = snapshot
        for reference in snapshot.references {
            var names = [reference.name]
            // Only the empty name has no tag.
            do { names.append(try Slug.dockerTag(reference.name).value) } catch {}
            switch reference.kind {
            case .tag: tags.formUnion(names)
            case .branch: branches.formUnion(names)
            }
        }
    }

    func hasTag(_ name: String) -> Bool { tags.contains(name) }
    func hasBranch(_ name: String) -> Bool { branches.contains(name) }

    /// Whether some branch or tag leads to the commit.
    func reaches(_ commit: CommitID) -> Bool { snapshot.graph.position(of: commit) != nil }
}
