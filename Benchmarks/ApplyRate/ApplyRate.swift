import ArgumentParser
import BlobStore
import Catalog
import ContentHashing
import FoundationEssentials
import ImageStore
import Logging
import OCIModel
import Reclamation
import StageModel

/// Fills a catalog with tags and applies a plan that deletes a part of them; prints how many tags a second went, as JSON.
///
/// Half of the tags are stages, half images in several repositories; each has a manifest of its own over shared blobs. The plan comes
/// from the inventory and is handed over as a client does, but for HTTP.
@main
struct ApplyRate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply-rate", abstract: "Prints how many tags a second Stowage deletes when it applies a plan.")

    @Option(help: "The data folder; an empty or missing one is filled, and kept.")
    var data: String

    @Option(help: "Tags to fill an empty folder with.")
    var tags = 200_000

    @Option(help: "Tags that the plan deletes, spread over all.")
    var delete = 100_000

    @Flag(help: "Take the plan back afterwards, and measure that too.")
    var undo = false

    func run() async throws {
        let logger = Logger(label: "apply-rate") { label in StreamLogHandler.standardError(label: label) }
        let clock: @Sendable () -> Timestamp = { .now() }
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let blobs = try await FileBlobStore.open(
            at: data, configuration: .init(lowWaterMark: 0, reserveSize: 1 << 20, uploadWindow: 1 << 20), logger: logger)
        let catalog = try Catalog.open(at: data + "/catalog.sqlite", clock: clock, logger: logger)
        let store = ImageStore(blobs: blobs, catalog: catalog, clock: clock, logger: logger)
        let applier = PlanApplier(store: store, catalog: catalog, clock: clock, logger: logger)
        if try await store.statistics().tags == 0 { try await Filling(catalog: catalog).fill(tags) }

        let (order, items) = try await plan(store, catalog)
        let watch = ContinuousClock()
        let handing = watch.now
        let record = try await applier.create(order)
        for start in stride(from: 0, to: items.count, by: 2000) {
            try await applier.add(items: Array(items[start..<min(start + 2000, items.count)]), at: start, to: record.id)
        }
        let before = catalog.commitCounts
        let applying = watch.now
        let applied = try await applier.apply(record.id, isForced: true)
        let end = watch.now
        let commits = catalog.commitCounts.durableCommits - before.durableCommits
        print(
            """
            {"deleted": \(applied.deleted), "skipped": \(applied.skipped), "seconds": \((end - applying) / .seconds(1)), \
            "per_second": \(Int(Double(applied.deleted) / ((end - applying) / .seconds(1)))), "commits": \(commits), \
            "handing_over_seconds": \((applying - handing) / .seconds(1))}
            """)
        if undo {
            let undoing = watch.now
            let undone = try await applier.undo(record.id)
            print("{\"restored\": \(undone.restored), \"seconds\": \((watch.now - undoing) / .seconds(1))}")
        }
        try await catalog.close()
        await blobs.close()
    }

    /// Deletes every second tag, or as many as it takes, as the inventory has them.
    private func plan(_ store: ImageStore, _ catalog: Catalog) async throws -> (CleanupOrder, [CleanupItem]) {
        let watermark = try await catalog.watermark(ofProject: Filling.project, pattern: nil)
        let total = Int(try await store.statistics().tags)
        var items: [CleanupItem] = []
        var (after, inventoryAt, seen) = (nil as String?, nil as Int64?, 0)
        repeat {
            let page = try await store.inventory(ofProject: Filling.project, pattern: nil, after: after)
            inventoryAt = inventoryAt ?? page.takenAt.millisecondsSince1970
            for manifest in page.manifests {
                for tag in manifest.tags {
                    seen += 1
                    guard items.count * total < seen * delete, items.count < delete else { continue }
                    items.append(
                        CleanupItem(
                            kind: StageTag.isStage(tag.name) ? .stage : .image, repository: page.repository.value, tag: tag.name.value,
                            digest: manifest.digest.description, generation: tag.generation, rule: "git-tag-limit",
                            reason: "11th newest of git-tag for image node; limit 10"))
                }
            }
            after = page.next
        } while after != nil
        // The order of a plan: images, then stages, each by repository and name.
        items.sort { left, right in
            (left.kind == .image ? 0 : 1, left.repository, left.tag ?? "") < (right.kind == .image ? 0 : 1, right.repository, right.tag ?? "")
        }
        let now = Timestamp.now().millisecondsSince1970
        return (
            CleanupOrder(
                project: Filling.project, origin: .command, createdAt: now, watermark: watermark, inventoryAt: inventoryAt ?? now,
                itemCount: items.count, undoWindow: 86_400_000, largestShare: 1), items
        )
    }
}
