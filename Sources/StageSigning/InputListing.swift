package import ContentHashing

/// The entries that inputs name, not hashed yet. In two steps, so that git can be asked at the same time.
package struct InputListing: Sendable {
    let entries: TreeEntries
    let folder: TreeFolder

    package var count: Int { entries.count }

    /// Hashes the entries on all cores.
    ///
    /// - Parameters:
    ///   - objectIDs: What git knows of the files below the base folder.
    ///   - cache: Used only with `objectIDs`; the caller saves it. The result is the same without both.
    ///   - changed: Says which files are not the object after all. `nil` if none is. Asked last, so that git may
    ///     find out at the same time.
    /// - Throws: ``StageSigningError`` for what vanished, can't be read or changes meanwhile; `CancellationError`; what `changed`
    ///   throws.
    package func files(
        objectIDs: ObjectIDs = ObjectIDs(), cache: ObjectDigestCache? = nil, changed: @Sendable () async throws -> [TreePath]? = { [] }
    ) async throws -> [InputFile] {
        let contents = try await InputCollector.translating {
            try await TreeHasher().contents(of: entries, in: folder, objectIDs: objectIDs, cache: cache, changed: changed)
        }
        return contents.enumerated().map { InputFile(path: entries.path(at: $0.offset), content: $0.element) }
    }
}
