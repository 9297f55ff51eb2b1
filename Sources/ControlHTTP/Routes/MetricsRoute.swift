import Access
import BlobStore
import Catalog
import HTTPServing
import Hummingbird
import ImageStore
import NIOCore
import OCIModel
import Reclamation

/// `/metrics`: Prometheus text, exposition format 0.0.4.
struct MetricsRoute: HTTPRoute {
    let name = "/metrics"
    let demand = RouteDemand.action(.observe, on: nil)
    let store: ImageStore
    let applier: PlanApplier
    let collector: Collector
    let metrics: PrometheusRegistry

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.render(adding: try await storeSamples() + planSamples() + collectorSamples()))))
    }

    /// What the stores know without counting.
    private func storeSamples() async throws -> [PrometheusSample] {
        let statistics = try await store.statistics()
        let space = try await store.space()
        let commits = store.commitCounts
        let uses = store.uses.totals
        return [
            .gauge("stowage_repositories", Double(statistics.repositories), help: "Repositories that hold a manifest."),
            .gauge("stowage_blobs", Double(statistics.blobs), help: "Blobs stored."),
            .gauge("stowage_blob_bytes", Double(statistics.blobBytes), help: "Bytes of the blobs stored, each counted once."),
            .gauge("stowage_manifests", Double(statistics.manifests), help: "Manifests, counted once a repository."),
            .gauge("stowage_manifest_bytes", Double(statistics.manifestBytes), help: "Bytes of the manifests."),
            .gauge("stowage_tags", Double(statistics.tags), help: "Tags."),
            .gauge("stowage_open_uploads", Double(statistics.openUploads), help: "Uploads that were started and not yet finished."),
            .gauge("stowage_storage_free_bytes", Double(space.free), help: "Free space where the data folder lies."),
            .gauge("stowage_storage_total_bytes", Double(space.total), help: "Size of the file system that the data folder is on."),
            .gauge("stowage_storage_low_water_mark_bytes", Double(space.lowWaterMark), help: "Free space below which uploads are refused."),
            .counter("stowage_catalog_operations_total", Double(commits.operations), help: "Changes that the catalog carried out."),
            .counter("stowage_catalog_commits_total", Double(commits.durableCommits), [("kind", "durable")], help: "Commits of the catalog."),
            .counter("stowage_catalog_commits_total", Double(commits.relaxedCommits), [("kind", "relaxed")]),
            .counter("stowage_catalog_commits_total", Double(commits.failedCommits), [("kind", "failed")]),
            .counter("stowage_stage_lookups_total", Double(uses.hits), [("result", "hit")], help: "Signatures and stage tags that were asked for."),
            .counter("stowage_stage_lookups_total", Double(uses.misses), [("result", "miss")]),
            .counter("stowage_blob_served_bytes_total", Double(uses.bytesServed), help: "Bytes of blobs that were sent to clients."),
            .counter(
                "stowage_build_seconds_saved_total", Double(uses.buildTimeSaved) / 1000,
                help: "Seconds of building that hits made unnecessary, as far as stages carry their build time."),
        ] + useSamples()
    }

    private func planSamples() -> [PrometheusSample] {
        let totals = applier.totals
        return [
            .counter("stowage_cleanup_plans_total", Double(totals.applied), [("result", "applied")], help: "Plans of cleanups that were worked off."),
            .counter("stowage_cleanup_plans_total", Double(totals.undone), [("result", "undone")]),
            .counter("stowage_cleanup_plans_total", Double(totals.failed), [("result", "failed")]),
            .counter("stowage_cleanup_items_total", Double(totals.deletedItems), [("result", "deleted")], help: "Items of these plans."),
            .counter("stowage_cleanup_items_total", Double(totals.restoredItems), [("result", "restored")]),
            .counter("stowage_cleanup_items_total", Double(totals.skippedItems), [("result", "skipped")]),
        ]
    }

    private func collectorSamples() async throws -> [PrometheusSample] {
        CollectorMetric.all(of: try await collector.status()).map { metric in
            switch metric.kind {
            case .gauge: .gauge(metric.name, metric.value, help: metric.help)
            case .counter: .counter(metric.name, metric.value, help: metric.help)
            }
        }
    }

    /// By repository; those that have no label of their own have an empty one.
    private func useSamples() -> [PrometheusSample] {
        let totals = store.uses.repositoryTotals.map { (label: ("repository", $0.repository?.value ?? ""), counts: $0.counts) }
        return totals.flatMap { label, counts -> [PrometheusSample] in
            [
                .counter(
                    "stowage_repository_lookups_total", Double(counts.hits), [label, ("result", "hit")],
                    help: "Signatures and stage tags that were asked for, by repository; some seconds late."),
                .counter("stowage_repository_lookups_total", Double(counts.misses), [label, ("result", "miss")]),
            ]
        }
            + totals.map { label, counts in
                .counter(
                    "stowage_repository_served_bytes_total", Double(counts.bytesServed), [label],
                    help: "Bytes of blobs that were sent, by repository.")
            }
            + totals.map { label, counts in
                .counter(
                    "stowage_repository_build_seconds_saved_total", Double(counts.buildTimeSaved) / 1000, [label],
                    help: "Seconds of building that hits made unnecessary, by repository.")
            }
    }
}
