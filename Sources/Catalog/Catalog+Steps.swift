import ContentHashing
import GRDB
import Logging
import OCIModel

/// Manifests that name more than the writer can store or remove at once.
extension Catalog {
    func publishInSteps(_ publication: ManifestPublication) async throws -> PublishManifestOutcome {
        var check = try await read { db in try publication.check(in: db) }
        guard check.missing.isEmpty else { return .missing(check.missing) }

        let staged = try await stage(publication.row)
        // If it is attached by then, this does nothing.
        defer { remove(staged) }
        // Looking up thousands of blobs is left to a reader. What it found holds if the repository did not change since; after
        // a few times that it did, the writer looks.
        for _ in 0..<3 {
            let found = check
            let outcome: PublishManifestOutcome? = try await writer.write { context in
                let row = try RepositoryRow.find(publication.repository, in: context)
                guard publication.row.requiredBlobs.isEmpty || row?.currentGeneration == found.generation else { return nil }
                try publication.publish(staged: staged, in: &context)
                return .published
            }
            if let outcome { return outcome }
            check = try await read { db in try publication.check(in: db) }
            guard check.missing.isEmpty else { return .missing(check.missing) }
        }
        return try await writer.write { context in
            let missing = try publication.check(in: context.db).missing
            guard missing.isEmpty else { return .missing(missing) }
            try publication.publish(staged: staged, in: &context)
            return .published
        }
    }

    /// Writes a manifest that is in no repository yet. Relaxed: the commit that puts it into one makes all of it durable.
    private func stage(_ row: ManifestRow) async throws -> LooseManifest {
        let staged = LooseManifest(
            id: try await writer.write(.relaxed) { context in
                try row.insert(repository: nil, generation: 0, in: context)
            })
        do {
            for start in stride(from: 0, to: row.references.count, by: LooseManifest.referencesAtOnce) {
                let end = min(start + LooseManifest.referencesAtOnce, row.references.count)
                try await writer.write(.relaxed) { context in
                    try row.insertReferences(start..<end, of: staged.id, in: context)
                }
            }
        } catch {
            remove(staged)
            throw error
        }
        return staged
    }

    /// Removes a manifest step by step between other operations, if it is in no repository. Nobody waits for that; if the
    /// catalog closes before, or the disk fails, it is done after the next opening.
    func remove(_ manifest: LooseManifest) {
        writer.enqueue(
            QueuedWrite(
                durability: .relaxed,
                perform: { context in
                    let hasMore = try manifest.removeSome(in: context)
                    return { if hasMore { self.remove(manifest) } }
                },
                fail: { error in
                    self.logger.debug("what is left of a manifest is removed later", metadata: ["error": "\(error)"])
                }))
    }
}
