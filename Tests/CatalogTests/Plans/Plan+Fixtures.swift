import ContentHashing
import GRDB
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Catalog

extension CleanupItem {
    /// What an inventory would say of a tag now.
    static func tag(
        _ tag: TagName, in repository: RepositoryName = .app, needs: [Int] = [], _ temporary: TemporaryCatalog
    ) throws -> CleanupItem {
        let row = try temporary.rows(
            """
            SELECT m.digest, t.generation FROM tags t JOIN manifests m ON m.id = t.manifest_id JOIN repositories r ON r.id = t.repository_id
            WHERE r.name = '\(repository)' AND t.name = '\(tag)'
            """)
        let parts = row.first?.split(separator: "|").map { String($0) } ?? []
        guard parts.count == 2, let generation = Int64(parts[1]) else { throw Unexpected(what: "no tag \(tag)") }
        let kind: Kind = StageTag.isStage(tag) ? .stage : ServiceTag(tag) != nil ? .service : tag.value.hasSuffix(".sig") ? .referrer : .image
        return CleanupItem(
            kind: kind, repository: repository.value, tag: tag.value, digest: parts[0], generation: generation, rule: "test", reason: "a test",
            needs: needs)
    }

    static func manifest(_ digest: Digest, in repository: RepositoryName = .app, _ temporary: TemporaryCatalog) throws -> CleanupItem {
        let row = try temporary.rows(
            "SELECT m.generation FROM manifests m JOIN repositories r ON r.id = m.repository_id WHERE r.name = '\(repository)' AND m.digest = '\(digest)'"
        )
        guard let generation = row.first.flatMap({ Int64($0) }) else { throw Unexpected(what: "no manifest") }
        return CleanupItem(
            kind: .untagged, repository: repository.value, tag: nil, digest: digest.description, generation: generation, rule: "test",
            reason: "a test")
    }
}

extension TemporaryCatalog {
    /// An order for so many items that knows of everything that is there now.
    func order(_ itemCount: Int, undoWindow: Duration = .seconds(3600)) throws -> CleanupOrder {
        let repositories = try look { db in
            try db.rows("SELECT name, generation FROM repositories ORDER BY name", []) {
                Watermark.Repository(name: $0[0], generation: $0[1])
            }
        }
        let now = clock.now.millisecondsSince1970
        return CleanupOrder(
            project: "team", origin: .command, createdAt: now,
            watermark: Watermark(catalog: "c", project: "team", takenAt: now, repositories: repositories),
            inventoryAt: now, itemCount: itemCount, undoWindow: undoWindow.milliseconds, largestShare: 0.5)
    }

    /// Hands a plan over and has it applied from now on.
    func begin(_ items: [CleanupItem], undoWindow: Duration = .seconds(3600), _ id: String = "plan") async throws -> PlannedRun {
        let record = try await catalog.createPlan(id, order(items.count, undoWindow: undoWindow))
        let planned = try items.enumerated().map { try PlannedItem($1, at: $0) }
        if !items.isEmpty { #expect(try await catalog.addItems(planned, at: 0, to: id) == .added) }
        #expect(try await catalog.startApplying(id) == .accepted)
        return PlannedRun(catalog: catalog, record: record, items: planned)
    }
}

/// Applies a plan step by step, without what the applier remembers of items that are needed.
struct PlannedRun {
    let catalog: Catalog
    let record: CleanupRecord
    let items: [PlannedItem]
    var isUsed: @Sendable (RepositoryName, TagName?, Digest) -> Bool = { _, _, _ in false }

    /// - Returns: What was skipped.
    @discardableResult
    func apply() async throws -> [PlanSkip] {
        var skips: [PlanSkip] = []
        var next = 0
        while true {
            let step = try #require(try await catalog.applySome(Array(items[next...]), of: PlanTerms(record, isUsed: isUsed), needed: [:]))
            #expect(step.next > next || items.isEmpty)
            skips += step.skips
            next = step.next
            if step.isLast { return skips }
        }
    }

    @discardableResult
    func undo() async throws -> [PlanSkip] {
        #expect(try await catalog.startUndoing(record.id) == .accepted)
        var skips: [PlanSkip] = []
        while let progress = try await catalog.progress(ofPlan: record.id), progress.state == .undoing {
            let step = try #require(try await catalog.undoSome(Array(items[progress.next..<progress.end]), of: record.id))
            skips += step.skips
        }
        return skips
    }
}
