import GitHistory

extension PlanOptions {
    /// Reads the files that the options name.
    ///
    /// - Throws: ``CommandError``, ``GitError``; `CancellationError`.
    func request(project: String) async throws -> PlanRequest {
        var request = PlanRequest(project: project, flags: try layer())
        request.gitFolder = history.git
        request.fetches = history.fetch
        request.workloads = workloads.sources
        if let path = history.werfConfig {
            request.werf = PlanRequest.WerfConfiguration(name: path, text: try TextFile.read(path))
        } else if let folder = history.git, !history.noWerfConfig {
            request.werf = try await WerfConfigurationSearch(folder: folder).find()
        }
        return request
    }
}
