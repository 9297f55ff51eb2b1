import ContentHashing
import GitHistory
import StageModel
import StageSigning

/// Reads what a stage's signature is made of.
struct InputsReader: Sendable {
    /// From so many files on, asking git costs less than reading them.
    private static let filesWorthGit = 500

    let environment: [String: String]

    /// - Parameter command: Its words.
    /// - Throws: ``StageSigningError`` for what can't be read; ``CommandError`` with code `usage`; `CancellationError`.
    func read(stage: String, command: [String], options: InputOptions) async throws -> StageInputs {
        let parent = try options.parent.map { text in
            guard let tag = StageTag(text) else {
                throw CommandError(
                    .usage, "--parent is '\(text.prefix(100))'; write the signature of the stage before, of 64 or 56 characters, or its tag")
            }
            return tag.signature
        }
        for name in options.variables where name.isEmpty || name.contains("=") {
            throw CommandError(
                .usage, "--env takes the name of a variable, whose value is read from the environment; '\(name.prefix { $0 != "=" })=…' is none")
        }
        let listing = try await InputCollector(base: options.base).list(options.inputs)
        return StageInputs(
            stage: stage, command: command, files: try await files(of: listing, in: options.base),
            environment: EnvironmentInput.reading(options.variables, from: environment), parent: parent)
    }

    private func files(of listing: InputListing, in base: String) async throws -> [InputFile] {
        guard listing.count >= Self.filesWorthGit, let folder = ObjectDigestCache.folder(in: environment) else { return try await listing.files() }
        var ids = ObjectIDs()
        do {
            for file in try await GitRepository.find(from: base)?.cleanFiles(under: base).files ?? [] {
                file.objectID.withUnsafeBytes { id in file.path.withUnsafeBytes { ids.append(hex: id, path: $0) } }
            }
        } catch is GitError {
            // Git only saves time here.
        }
        guard !ids.isEmpty else { return try await listing.files() }
        let cache = ObjectDigestCache(folder: folder)
        let files = try await listing.files(objectIDs: ids, cache: cache)
        do {
            try await cache.save()
        } catch is ObjectDigestCacheError {
            // The next run reads the files again.
        }
        return files
    }
}
