import FoundationEssentials

extension PlanOptions {
    /// Reads the files that the options name.
    ///
    /// - Throws: ``CommandError``.
    func request(project: String) throws -> PlanRequest {
        var request = PlanRequest(project: project, flags: try layer())
        request.gitFolder = history.git
        request.fetches = history.fetch
        request.workloads = workloads.sources
        if let path = werfConfigurationPath {
            request.werf = PlanRequest.WerfConfiguration(name: path, text: try TextFile.read(path))
        }
        return request
    }

    private var werfConfigurationPath: String? {
        if let path = history.werfConfig { return path }
        guard let folder = history.git, !history.noWerfConfig else { return nil }
        let path = "\(folder)/werf.yaml"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }
}
