import GRDB
import Logging
import StageModel

/// The lists of stages that clients of werf's synchronization protocol keep here.
///
/// They are a cache: whoever misses one asks the registry. So their commits are relaxed, the longest idle go when they take
/// more room than ``werfStageBytes``, and what nobody used for ``werfStageLife`` goes with a later store.
extension Catalog {
    /// Room for all lists together, in bytes, about.
    static let werfStageBytes: Int64 = 256 * 1024 * 1024
    /// How long a list lives that nobody reads or stores.
    static let werfStageLife: Duration = .seconds(30 * 86_400)
    /// How exactly uses are remembered; a read writes at most once in this time.
    private static let werfStageUsePrecision: Duration = .seconds(86_400)
    /// A page ends when its lists have so many bytes.
    private static let werfPageBytes = 1024 * 1024
    /// How many lists are deleted with one hold of the writer.
    private static let werfListsDeletedAtOnce = 256
    /// What a list takes besides its text: key, index, row.
    private static let werfListOverhead = 256

    /// What was stored under a signature.
    ///
    /// - Returns: `nil` where nothing was, or it is forgotten.
    package func werfStages(under signature: String, in project: WerfProject) async throws -> WerfStageList? {
        let found = try await readOnce { db in
            try db.row(WerfQueries.list, [project.client, project.name, signature]).map { ($0[0] as String, $0.timestamp(1)) }
        }
        guard let (text, usedAt) = found, let stages = werfStages(readFrom: text) else { return nil }
        noteUse(of: signature, in: project, usedAt: usedAt)
        return WerfStageList(signature: signature, stages: stages)
    }

    /// What was stored in a project, by signature. Isn't a use of the lists.
    ///
    /// - Parameter limit: At most so many. Fewer come, with `hasMore`, where they are long.
    package func werfStages(in project: WerfProject, after signature: String?, limit: Int) async throws -> Page<WerfStageList> {
        guard limit > 0 else { return .empty }
        return try await readOnce { db in
            var lists: [WerfStageList] = []
            var bytes = 0
            let arguments: StatementArguments = [project.client, project.name, signature ?? ""]
            let rows = try Row.fetchCursor(db.cachedStatement(sql: WerfQueries.lists), arguments: arguments)
            while let row = try rows.next() {
                guard lists.count < limit, bytes < Self.werfPageBytes else { return Page(items: lists, hasMore: true) }
                let text: String = row[1]
                bytes += text.utf8.count
                lists.append(WerfStageList(signature: row[0], stages: werfStages(readFrom: text) ?? []))
            }
            return Page(items: lists, hasMore: false)
        }
    }

    /// Stores the list of a signature, in place of the one that is there.
    package func storeWerfStages(_ list: WerfStageList, in project: WerfProject) async throws {
        try await storeWerfStages(list, in: project, limit: Self.werfStageBytes)
    }

    func storeWerfStages(_ list: WerfStageList, in project: WerfProject, limit: Int64) async throws {
        let text = WerfStageText.encode(list.stages)
        let size = text.utf8.count + Self.werfListOverhead
        var isOver = try await writer.write(.relaxed) { context in
            try context.execute(
                WerfQueries.store, [project.client, project.name, list.signature, text, context.now.millisecondsSince1970, size])
            let expiry = context.now.advanced(by: .zero - Self.werfStageLife)
            try context.execute(WerfQueries.deleteIdle, [expiry.millisecondsSince1970, Self.werfListsDeletedAtOnce])
            return try context.integer(WerfQueries.bytes, []) ?? 0 > limit
        }
        while isOver {
            isOver = try await writer.write(.relaxed) { context in
                // A few at a time, so that no more go than have to.
                for _ in 0..<(Self.werfListsDeletedAtOnce / 8) where try context.integer(WerfQueries.bytes, []) ?? 0 > limit {
                    try context.execute(WerfQueries.deleteIdle, [Int64.max, 8])
                    guard context.db.changesCount > 0 else { return false }
                }
                return try context.integer(WerfQueries.bytes, []) ?? 0 > limit
            }
        }
    }

    /// Forgets the list of a signature, as if it never was stored.
    package func deleteWerfStages(under signature: String, in project: WerfProject) async throws {
        try await writer.write(.relaxed) { context in
            try context.execute(WerfQueries.delete, [project.client, project.name, signature])
        }
    }

    /// Forgets all lists of a project; those of other clients' projects of this name stay. Very many go in several commits.
    package func deleteWerfStages(in project: WerfProject) async throws {
        var deleted: Int
        repeat {
            deleted = try await writer.write(.relaxed) { context in
                try context.execute(WerfQueries.deleteSome, [project.client, project.name, Self.werfListsDeletedAtOnce])
                return context.db.changesCount
            }
        } while deleted == Self.werfListsDeletedAtOnce
    }

    /// The answer doesn't wait for it: what is lost is a day of a list's life.
    private func noteUse(of signature: String, in project: WerfProject, usedAt: Timestamp) {
        let now = writer.clock()
        guard usedAt.duration(to: now) >= Self.werfStageUsePrecision else { return }
        writer.enqueue(
            QueuedWrite(
                durability: .relaxed,
                perform: { context in
                    try context.execute(WerfQueries.touch, [context.now.millisecondsSince1970, project.client, project.name, signature])
                    return {}
                },
                fail: { _ in }))
    }

    /// - Returns: `nil` for text that was written by hand and makes no sense: a cache does without it.
    private func werfStages(readFrom text: String) -> [WerfStageID]? {
        let stages = WerfStageText.decode(text)
        if stages == nil { logger.warning("a list of werf's stages can't be read and is taken for unknown", metadata: ["list": "\(text)"]) }
        return stages
    }
}
