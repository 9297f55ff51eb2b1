/// How often and how patiently the client tries again.
package struct RetryPolicy: Sendable {
    /// Attempts at a call that is over in one request, the first included.
    package var callAttempts = 3
    /// Attempts at a blob that get no further, the first included. Every 64 KiB that do get through start the count anew.
    package var transferAttempts = 6
    /// Before the second attempt; doubled before each further one. A quarter of each pause is left to chance, so that many
    /// clients don't come back at one moment.
    package var firstPause = Duration.milliseconds(200)
    package var longestPause = Duration.seconds(10)
    /// The longest `Retry-After` that is waited for; a longer one is cut to this.
    package var longestWish = Duration.seconds(60)
    /// How long a server may take no byte of an upload, or send none of an answer, before the connection is given up.
    package var idleLimit = Duration.seconds(60)
    package var connectLimit = Duration.seconds(5)
    package var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    package static let standard = RetryPolicy()

    package init() {}
}
