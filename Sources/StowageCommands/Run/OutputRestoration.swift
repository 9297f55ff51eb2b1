import ContentHashing
import FoundationEssentials
import LayerArchive
import RegistryClient
import StageModel

/// Puts a stage's outputs in their places: all are extracted and checked before the first one is replaced, and each is
/// replaced in one step.
struct OutputRestoration: Sendable {
    let download: StageDownload

    /// - Returns: The bytes that were fetched.
    /// - Throws: ``ClientError``, ``LayerArchiveError``, ``CommandError``. Outputs are as they were, unless the error came
    ///   between the replacements of two.
    func restore(_ stage: StageCandidate, to paths: [String]) async throws -> Int64 {
        let contents = try await download.contents(of: try Digest(stage.digest))
        try await put(try contents.parts(for: paths), at: paths)
        return contents.size
    }

    /// Each part is extracted into a fresh folder of its own, and only what it may be leaves that: no part can make a link in
    /// the way of another.
    ///
    /// - Throws: As ``restore(_:to:)``.
    func put(_ parts: [StageContents.Part], at paths: [String]) async throws {
        var replacements: [(part: StageContents.Part, replacement: FolderReplacement)] = []
        do {
            for (path, part) in zip(paths, parts) {
                try Parents.make(for: path)
                replacements.append((part, try await FolderReplacement.make(for: path)))
            }
            let places = replacements.map { ($0.part, $0.replacement.path) }
            try await download.client.inParallel(places, limit: 3) { part, place in try await download.extract(part, into: place) }
            for (part, replacement) in replacements {
                if part.output?.isFile == true { try await replacement.commitFile() } else { try await replacement.commit(mode: part.output?.mode) }
            }
        } catch {
            for (_, replacement) in replacements { try await replacement.abandon() }
            throw error
        }
    }
}
