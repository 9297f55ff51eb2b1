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
        return StageInputs(
            stage: stage, command: command, files: try await files(options.inputs, in: options.base),
            environment: EnvironmentInput.reading(options.variables, from: environment), parent: parent)
    }

    private func files(_ inputs: [String], in base: String) async throws -> [InputFile] {
        let collector = try InputCollector(base: base)
        guard let cacheFolder = ObjectDigestCache.folder(in: environment) else { return try await collector.list(inputs).files() }
        let (many, signal) = AsyncStream.makeStream(of: Void.self)
        async let knowledge = Self.knowledge(below: base, cache: cacheFolder, once: many)
        let listing = try await collector.list(inputs, notice: .init(at: Self.filesWorthGit) { signal.yield() })
        signal.finish()
        guard let (tracked, cache) = try await knowledge else { return try await listing.files() }
        let files = try await listing.files(objectIDs: tracked.objectIDs, cache: cache) {
            do {
                return try await tracked.changed()
            } catch is GitError {
                return nil
            }
        }
        do {
            try await cache.save()
        } catch is ObjectDigestCacheError {
            // The next run reads the files again.
        }
        return files
    }

    /// What git and the cache know of the files; `nil` where git can't help, or where there are not many files.
    ///
    /// - Parameter many: Has an element as soon as there are.
    private static func knowledge(
        below base: String, cache folder: String, once many: AsyncStream<Void>
    ) async throws -> (TrackedFiles, ObjectDigestCache)? {
        guard await many.first(where: { true }) != nil else { return nil }
        async let cache = ObjectDigestCache.open(folder)
        do {
            guard let tracked = try await TrackedFiles.find(below: base) else { return nil }
            return (tracked, try await cache)
        } catch is GitError {
            // Git only saves time here.
            return nil
        }
    }
}
