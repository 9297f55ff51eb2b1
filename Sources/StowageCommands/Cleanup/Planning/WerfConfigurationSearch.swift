import GitHistory

/// Looks for werf's configuration where werf does: `werf.yaml`, else `werf.yml`, in the folder of `--git`, else at the top of its
/// work tree. A bare repository is asked for that of its `HEAD`.
struct WerfConfigurationSearch {
    let folder: String

    private static let names = ["werf.yaml", "werf.yml"]

    /// - Returns: `nil` where there surely is none.
    /// - Throws: ``CommandError`` and ``GitError``, where there may be one that can't be read; `CancellationError`.
    func find() async throws -> PlanRequest.WerfConfiguration? {
        if let found = try Self.file(in: folder) { return found }
        // What is no repository is refused later.
        guard let repository = try await GitRepository.find(from: folder) else { return nil }
        if let top = try await repository.workTree() { return try Self.file(in: top) }
        for name in Self.names {
            guard let bytes = try await committed(name, in: repository) else { continue }
            let place = "\(name) of HEAD in \(folder)"
            guard let text = String(validating: bytes, as: UTF8.self) else { throw CommandError(.failed, "\(place) is not text in UTF-8") }
            return PlanRequest.WerfConfiguration(name: place, text: text)
        }
        return nil
    }

    private static func file(in folder: String) throws -> PlanRequest.WerfConfiguration? {
        guard let path = names.map({ "\(folder)/\($0)" }).first(where: TextFile.mayExist) else { return nil }
        return PlanRequest.WerfConfiguration(name: path, text: try TextFile.read(path))
    }

    private func committed(_ name: String, in repository: GitRepository) async throws -> [UInt8]? {
        do {
            return try await repository.committedFile(name)
        } catch let error as GitError {
            throw CommandError(
                .failed, "whether \(folder) has a \(name) can't be told; name one with --werf-config FILE, or write --no-werf-config", cause: error)
        }
    }
}
