import Glibc
import Synchronization

/// A user's cache of the SHA-256 of objects of git, so that tracked files that are clean need not be read.
///
/// It is one file, `object-digests-v1`, in a folder of the user's. What it says is only ever a help: a file that is missing,
/// damaged or writable for somebody else is taken for empty. It is replaced by rename and never written to, so several
/// processes may use it at once; each merges what it learnt with what is there by then, one after the other. Nothing is
/// synced: after a power cut the checksum tells whether it is whole.
///
/// It is bounded: objects that were not used for 90 days are dropped, and those longest unused where there are too many.
package final class ObjectDigestCache: Sendable {
    /// The most objects that are kept: a file of 20 MiB, read in some 10 ms.
    package static let maximumCount = 1 << 18
    static let fileName = "object-digests-v1"

    let folder: String
    let maximumCount: Int
    /// In days since 1970.
    let today: UInt32
    private let table: ObjectDigestTable?
    private let pending = Mutex<[ObjectID: ObjectDigestRecord]>([:])

    /// Opens a cache on a thread of its own.
    ///
    /// - Throws: ``TreeError`` with code `noThread`.
    package static func open(_ folder: String) async throws -> ObjectDigestCache {
        try await NamedThreads.run(name: "digest-cache") { ObjectDigestCache(folder: folder) }
    }

    /// Reads what is there: a few milliseconds for 50,000 objects.
    ///
    /// - Parameters:
    ///   - folder: Made when the cache is saved.
    ///   - today: In days since 1970; the system's clock unless said otherwise.
    package init(folder: String, maximumCount: Int = ObjectDigestCache.maximumCount, today: UInt32? = nil) {
        self.folder = folder
        self.maximumCount = maximumCount
        self.today = today ?? UInt32(clamping: time(nil) / 86400)
        self.table = ObjectDigestTable(reading: "\(folder)/\(Self.fileName)")
    }

    /// The user's folder: `stowage` in `$XDG_CACHE_HOME`, or else in `.cache` in `$HOME`.
    ///
    /// - Returns: `nil` where the environment names none by an absolute path.
    package static func folder(in environment: [String: String]) -> String? {
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return "\(cache)/stowage" }
        if let home = environment["HOME"], home.hasPrefix("/") { return "\(home)/.cache/stowage" }
        return nil
    }

    /// How many objects were there when the cache was opened.
    package var count: Int { table?.count ?? 0 }

    /// Known when the cache was opened; what was found since is for the next one.
    func record(of id: ObjectID) -> ObjectDigestRecord? { table?.record(of: id) }

    /// Keeps what a thread found for ``save()``.
    func add(_ uses: ObjectDigestUses) {
        guard !uses.records.isEmpty else { return }
        pending.withLock { pending in
            for (id, record) in uses.records { pending[id] = record }
        }
    }

    /// Writes what was found since the cache was opened or saved; nothing where nothing was found.
    ///
    /// - Throws: ``ObjectDigestCacheError``. The cache is then as it was before, and a build is right without it.
    package func save() async throws {
        let found = pending.withLock { pending in
            defer { pending = [:] }
            return pending
        }
        guard !found.isEmpty else { return }
        try await NamedThreads.run(name: "digest-cache") { [self] in
            try ObjectDigestFile(folder: folder, name: Self.fileName).replace { table in
                Self.merged(table, with: found, maximumCount: maximumCount, today: today)
            }
        }
    }

    private static let maximumAge: UInt32 = 90

    private static func merged(
        _ table: ObjectDigestTable?, with found: [ObjectID: ObjectDigestRecord], maximumCount: Int, today: UInt32
    ) -> [UInt8] {
        var records = found.map { (id: $0.key, record: $0.value) }
        table?.forEach { id, record in
            // A day in the future is of a clock that was wrong.
            if found[id] == nil, record.day <= today, today - record.day <= maximumAge { records.append((id, record)) }
        }
        if records.count > maximumCount {
            records.sort { $0.record.day != $1.record.day ? $0.record.day > $1.record.day : $0.id < $1.id }
            records.removeLast(records.count - maximumCount)
        }
        records.sort { $0.id < $1.id }
        return ObjectDigestTable.encode(records)
    }
}
