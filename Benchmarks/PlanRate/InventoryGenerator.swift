import ContentHashing
import OCIModel
import Retention
import StageModel

/// Makes the inventory of a project whose images and stages were published along a history, the same at every run.
///
/// Half of the tags are stages, in chains of four of which each has a layer more. On each chain stand four images: by commit,
/// some by tag and branch, some of them of references that are gone. Nine in ten commits are known to git.
struct InventoryGenerator {
    let now: Timestamp
    private let snapshot: GitSnapshot
    private let images: Int
    private let tags: Int
    private let newest: Int64
    private static let project = "bench"
    private static let tagsOfPage = 1000

    init(snapshot: GitSnapshot, images: Int, tags: Int) throws {
        self.snapshot = snapshot
        self.images = images
        self.tags = tags
        newest = (0..<snapshot.graph.count).reduce(0) { max($0, snapshot.graph.committedAt($1).millisecondsSince1970) }
        now = Timestamp(millisecondsSince1970: newest + 86_400_000)
    }

    func inventory() throws -> Inventory {
        let names = ["stages"] + (0..<images).map { "image-\($0)" }
        let watermark = Watermark(
            catalog: "generated", project: Self.project, takenAt: now.millisecondsSince1970,
            repositories: names.map { Watermark.Repository(name: "\(Self.project)/\($0)", generation: Int64(tags) * 2) })
        var inventory = Inventory(watermark: watermark)
        let stages = try RepositoryName("\(Self.project)/stages")
        var generation: Int64 = 0
        for start in stride(from: 0, to: tags / 2, by: Self.tagsOfPage) {
            var page = InventoryPage(repository: stages, takenAt: now)
            for number in start..<min(start + Self.tagsOfPage, tags / 2) {
                generation += 1
                try add(stage: number, generation: generation, to: &page)
            }
            try inventory.add(page)
        }
        let each = tags / 2 / images
        for image in 0..<images {
            let repository = try RepositoryName("\(Self.project)/image-\(image)")
            for start in stride(from: 0, to: each, by: Self.tagsOfPage) {
                var page = InventoryPage(repository: repository, takenAt: now)
                for number in start..<min(start + Self.tagsOfPage, each) {
                    generation += 1
                    try add(image: image, number: number, generation: generation, to: &page)
                }
                try inventory.add(page)
            }
        }
        return inventory
    }

    private func add(stage number: Int, generation: Int64, to page: inout InventoryPage) throws {
        let chain = number / 4
        let level = number % 4
        let (commit, at) = commit(of: chain)
        let signature = try signature(chain: chain, level: level)
        let tag = StageTag(signature: signature, uniqueID: min(max(at, StageTag.uniqueIDs.lowerBound), StageTag.uniqueIDs.upperBound))
        let facts = StageFacts(
            stageName: "stage\(level)", imageName: "image-\(chain % images)",
            parent: level == 0 ? nil : try self.signature(chain: chain, level: level - 1).value, commits: [commit], size: 1_000_000)
        add(
            "stage \(number)", layers: (0...level).map { "layer \(chain) \($0)" }, tag: try TagName(tag.text), generation: generation,
            publishedAt: at, facts: .stage(tag, facts), to: &page)
    }

    private func add(image: Int, number: Int, generation: Int64, to page: inout InventoryPage) throws {
        // The chains of this image are every fiftieth.
        let chain = (number / 4 * images + image) % max(1, tags / 8)
        let (commit, at) = commit(of: image * 7919 + number)
        var facts = ImageFacts(
            imageName: "image-\(image)", strategy: .gitCommit, commits: [commit], signature: try signature(chain: chain, level: 3), size: 4_000_000)
        var tag = commit.value
        switch number % 20 {
        case 0:
            facts.strategy = .gitTag
            facts.gitReference = "v\(number % 3).\(number)"
            tag = "v\(number % 3).\(number)"
        case 1:
            facts.strategy = .gitBranch
            facts.gitReference = "feature/\(number * 2)"
            tag = "feature-\(number * 2)"
        default: tag += "-\(number)"
        }
        let layers = (0..<4).map { "layer \(chain) \($0)" } + ["layer \(image) \(number) of the image"]
        add(
            "image \(image) \(number)", layers: layers, tag: try TagName(tag), generation: generation, publishedAt: at, facts: .image(facts),
            to: &page)
    }

    private func add(
        _ name: String, layers: [String], tag: TagName, generation: Int64, publishedAt: Int64, facts: TagFacts, to page: inout InventoryPage
    ) {
        let first = page.blobs.count
        for blob in ["config of \(name)"] + layers {
            page.blobs.append(InventoryPage.Blob(digest: Self.digest(blob), size: 1_000_000, isShared: false))
        }
        let time = Timestamp(millisecondsSince1970: publishedAt)
        page.manifests.append(
            InventoryPage.Manifest(
                digest: Self.digest(name), kind: .image, generation: generation, createdAt: time, config: first,
                layers: Array(first + 1..<page.blobs.count),
                tags: [InventoryPage.Tag(name: tag, generation: generation, publishedAt: time, facts: facts, isRecorded: true)]))
    }

    /// A commit, and when what was built from it was published.
    private func commit(of number: Int) -> (CommitID, Int64) {
        let position = Int(Self.mixed(UInt64(number)) % UInt64(snapshot.graph.count))
        let at = snapshot.graph.committedAt(position).millisecondsSince1970 + 600_000
        let commit = snapshot.graph.commit(at: position)
        guard number % 10 == 9, let unknown = CommitID(String(commit.value.reversed())) else { return (commit, at) }
        return (unknown, at)
    }

    private func signature(chain: Int, level: Int) throws -> Signature {
        let hex = Self.digest("signature \(chain) \(level)").description.suffix(64)
        guard let signature = Signature(hex) else { throw Unusable(text: String(hex)) }
        return signature
    }

    private struct Unusable: Error {
        let text: String
    }

    private static func digest(_ text: String) -> Digest {
        Array(text.utf8).withUnsafeBytes { Digest(hashing: $0, with: .sha256) }
    }

    private static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = (number &+ 1) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        return mixed ^ (mixed >> 27)
    }
}
