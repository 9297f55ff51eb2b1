package import StageModel

extension RegistryClient {
    /// How the garbage collector stands.
    package func collectorStatus() async throws -> CollectorStatus {
        try await get("/gc", QueryString(), to: "read the state of the garbage collector")
    }

    /// Asks for a run of the garbage collector, and returns while it runs.
    ///
    /// - Parameter orphans: Whether to look for files without a row, too.
    /// - Returns: The state when it was asked for. The run is over when `runs` is two higher where one was running, else one.
    package func runCollector(orphans: Bool = false) async throws -> CollectorStatus {
        let action = "run the garbage collector"
        let response = try await post("/gc/run", RunCollectorRequest(orphans: orphans), to: action)
        try response.require(202, to: action)
        return try response.decoded()
    }
}
