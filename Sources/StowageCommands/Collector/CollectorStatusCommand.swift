package import ArgumentParser
import RegistryClient
import StageModel

/// `stowage gc status`.
package struct CollectorStatusCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show what the garbage collector did, and what waits for it.",
        discussion: "What it did is counted from the start of the server.")

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func run() async throws {
        let context = CommandContext()
        let status = try await server.withClient(context) { try await $0.collectorStatus() }
        try Output.print(status, as: output.format) { Self.table(status, now: context.now) }
    }

    static func table(_ status: CollectorStatus, now: Timestamp) -> Table {
        let totals = status.totals
        let isWaiting = status.startsAt > now.millisecondsSince1970
        return Table.description(of: [
            ("state", status.isRunning ? "running" : isWaiting ? "waiting since the start, until \(Humanly.moment(status.startsAt))" : "idle"),
            ("blobs to look at", "\(Humanly.number(Int(status.blobReviews))), \(Humanly.number(Int(status.dueBlobReviews))) of them now"),
            ("manifests to look at", Humanly.number(Int(status.manifestReviews))),
            ("in the trash", Humanly.number(Int(status.trashEntries))), ("next at", status.nextDueAt.map(Humanly.moment)),
            ("grace", Humanly.duration(.milliseconds(status.grace))),
            ("last run", status.lastRunAt.map { Humanly.age(of: $0, now: now) } ?? "none"),
            ("last look for orphans", status.lastOrphanScanAt.map { Humanly.age(of: $0, now: now) } ?? "none"),
            ("removed", removals(totals)), ("kept", Humanly.count(Int(totals.kept), "blob") + " that something needs"),
            ("revived", totals.revived > 0 ? Humanly.count(Int(totals.revived), "blob") + " that somebody asked for" : nil),
            ("failures", totals.failures > 0 ? Humanly.number(Int(totals.failures)) : nil), ("last failure", status.lastError),
        ])
    }

    static func removals(_ totals: CollectorStatus.Totals) -> String {
        var parts = ["\(Humanly.count(Int(totals.deletedBlobs), "blob")) of \(Humanly.bytes(totals.deletedBytes))"]
        if totals.deletedManifests > 0 { parts.append(Humanly.count(Int(totals.deletedManifests), "manifest")) }
        if totals.expiredTrash > 0 { parts.append(Humanly.count(Int(totals.expiredTrash), "entry", "entries") + " of the trash") }
        if totals.orphans > 0 { parts.append(Humanly.count(Int(totals.orphans), "file") + " that nobody knew") }
        return Humanly.list(parts)
    }
}
