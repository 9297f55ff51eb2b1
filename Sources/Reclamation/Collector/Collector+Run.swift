import BlobStore
import Catalog
import ImageStore
import Logging
import OCIModel
import StageModel
import Synchronization

extension Collector {
    /// Removes everything that is due now, to the end. Until a grace has passed since the start it removes no manifest and no blob.
    ///
    /// What can't be removed is tried again when its time comes; see ``status()``.
    ///
    /// - Parameter orphans: Looks for files without a row as well.
    /// - Throws: Where the catalog failed; what was removed before stays so. `CancellationError`.
    package func runOnce(orphans: Bool) async throws {
        let before = state.withLock { state in
            state.running += 1
            return state.totals
        }
        var failure: (any Error)?
        do {
            try await work(orphans: orphans)
        } catch {
            failure = error
        }
        let now = clock()
        let after = state.withLock { state in
            state.running -= 1
            state.runs += 1
            state.lastRunAt = now
            if let failure, !(failure is CancellationError) {
                state.totals.failures += 1
                state.lastError = Self.reason(failure)
            } else if state.totals.failures == before.failures {
                state.lastError = nil
            }
            return state.totals
        }
        log(before, after)
        if let failure { throw failure }
    }

    private func work(orphans: Bool) async throws {
        try await expireTrash()
        if store.graces.isComplete {
            try await collectManifests()
            try await relievePressure()
        }
        try await store.removing { try await catalog.dateBlobReviews(dueAt: clock().advanced(by: grace)) }
        if store.graces.isComplete { try await collectBlobs() }
        if orphans { try await removeOrphans() }
    }

    private func expireTrash() async throws {
        let now = clock()
        var count: Int
        repeat {
            try Task.checkCancellation()
            count = try await store.removing { try await catalog.expireTrash(before: now, limit: Self.trashAtOnce) }
            record { $0.expiredTrash += Int64(count) }
        } while count == Self.trashAtOnce
    }

    /// With too little room on the disk the trash goes before its time, the oldest first, as far as it has to.
    private func relievePressure() async throws {
        while true {
            try Task.checkCancellation()
            let space: StorageSpace
            do {
                space = try await blobs.space()
            } catch {
                return recordFailure("the free space could not be looked at", error)
            }
            guard space.isBelowLowWater else { return }
            let pressure = DiskPressure(space: space, bytesToFall: try await catalog.bytesToFall())
            guard pressure.isShort else { return }
            let count = try await store.removing {
                try await catalog.expireTrash(before: Timestamp(millisecondsSince1970: .max), limit: Self.trashAtOncePressed)
            }
            guard count > 0 else { return }
            logger.warning(
                "the disk is nearly full: entries of the trash expire before their time",
                metadata: ["entries": "\(count)", "free_bytes": "\(space.free)", "low_water_mark": "\(space.lowWaterMark)"])
            record { $0.expiredTrash += Int64(count) }
            try await collectManifests()
        }
    }

    // MARK: -

    private static let trashAtOnce = 1000
    private static let trashAtOncePressed = 20

    func record(_ change: (inout CollectorStatus.Totals) -> Void) {
        state.withLock { change(&$0.totals) }
    }

    /// Notes that something failed which is tried again.
    func recordFailure(_ what: String, _ error: any Error, count: Int = 1) {
        let reason = Self.reason(error)
        state.withLock { state in
            state.totals.failures += Int64(count)
            state.lastError = "\(what): \(reason)"
        }
        logger.error("\(what)", metadata: ["error": "\(reason)"])
    }

    /// Whether it is one row, or one page of the catalog, that can't be read: the others can be looked at apart from it.
    static func isDamage(_ error: any Error) -> Bool {
        let cause = (error as? OCIError)?.cause ?? error
        guard let error = cause as? CatalogError else { return false }
        return error.code == .damaged || error.code == .internalFailure
    }

    /// What an operator needs to know of an error.
    static func reason(_ error: any Error) -> String {
        guard let error = error as? OCIError, let cause = error.cause else { return "\(error)" }
        return "\(cause)"
    }

    private func log(_ before: CollectorStatus.Totals, _ after: CollectorStatus.Totals) {
        guard before != after else { return }
        // Most rounds only find that what waits is still needed; what failed has a line of its own.
        let hasRemoved =
            after.deletedBlobs > before.deletedBlobs || after.deletedManifests > before.deletedManifests || after.expiredTrash > before.expiredTrash
            || after.orphans > before.orphans
        logger.log(
            level: hasRemoved ? .info : .debug, hasRemoved ? "garbage was collected" : "garbage was looked for",
            metadata: [
                "blobs": "\(after.deletedBlobs - before.deletedBlobs)", "bytes": "\(after.deletedBytes - before.deletedBytes)",
                "manifests": "\(after.deletedManifests - before.deletedManifests)", "trash": "\(after.expiredTrash - before.expiredTrash)",
                "orphans": "\(after.orphans - before.orphans)", "kept": "\(after.kept - before.kept)",
                "failures": "\(after.failures - before.failures)",
            ])
    }
}
