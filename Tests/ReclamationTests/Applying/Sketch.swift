import Catalog
import ContentHashing
import OCIModel
import Reclamation
import StageModel
import StowageTestSupport
import Testing

/// A plan as a client makes it: its inventory is what is there now.
struct Sketch {
    var items: [CleanupItem] = []
    var order: CleanupOrder

    init(_ house: ApplierHouse, project: String = "team", undoWindow: Duration = .seconds(3600), largestShare: Double = 1) async throws {
        let now = house.clock.now.millisecondsSince1970
        self.order = CleanupOrder(
            project: project, origin: .command, createdAt: now, watermark: try await house.catalog.watermark(ofProject: project, pattern: nil),
            inventoryAt: now, itemCount: 0, undoWindow: undoWindow.milliseconds, largestShare: largestShare)
    }

    /// Adds what the inventory says of a tag now.
    mutating func add(_ tag: String, in repository: RepositoryName = ApplierHouse.app, needs: [Int] = [], _ house: ApplierHouse) throws {
        let rows = try house.rows(
            """
            SELECT m.digest, t.generation FROM tags t JOIN manifests m ON m.id = t.manifest_id JOIN repositories r ON r.id = t.repository_id
            WHERE r.name = '\(repository)' AND t.name = '\(tag)'
            """)
        let name = try TagName(tag)
        let kind: CleanupItem.Kind =
            StageTag.isStage(name) ? .stage : ServiceTag(name) != nil ? .service : tag.hasSuffix(".sig") ? .referrer : .image
        let found = try #require(rows.first, "no tag \(tag)")
        items.append(
            CleanupItem(
                kind: kind, repository: repository.value, tag: tag, digest: found[0], generation: try #require(Int64(found[1])), rule: "test",
                reason: "a test", needs: needs))
    }

    mutating func add(untagged digest: Digest, in repository: RepositoryName = ApplierHouse.app, _ house: ApplierHouse) throws {
        let rows = try house.rows(
            """
            SELECT m.generation FROM manifests m JOIN repositories r ON r.id = m.repository_id
            WHERE r.name = '\(repository)' AND m.digest = '\(digest)'
            """)
        let found = try #require(rows.first)
        items.append(
            CleanupItem(
                kind: .untagged, repository: repository.value, tag: nil, digest: digest.description, generation: try #require(Int64(found[0])),
                rule: "untagged", reason: "a test"))
    }

    /// Hands it over.
    func send(to house: ApplierHouse) async throws -> String {
        var order = order
        order.itemCount = items.count
        let record = try await house.applier.create(order)
        for start in stride(from: 0, to: items.count, by: 1000) {
            try await house.applier.add(items: Array(items[start..<min(start + 1000, items.count)]), at: start, to: record.id)
        }
        return record.id
    }
}
