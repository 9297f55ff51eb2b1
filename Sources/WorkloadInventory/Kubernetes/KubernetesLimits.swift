/// What is asked of a cluster at most. Whatever goes beyond stops the cleanup.
struct KubernetesLimits: Sendable {
    /// Objects a page.
    var pageSize = 500
    /// Pages a list: two million objects.
    var maximumPages = 4000
    /// Bytes a page. One that is larger is asked for again with a tenth of its objects.
    var pageBytes = 64 << 20
    /// How often a list is begun again whose continuation the cluster has dropped.
    var restarts = 5
    /// How often a request is sent again that the cluster puts off (429, or 503 with a time).
    var retries = 4
    var connect = Duration.seconds(10)
    /// Without a byte.
    var idle = Duration.seconds(60)
    var request = Duration.seconds(120)
    var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    init() {}
}
