/// `GET /api/v1/statistics?[repository=R][&hours=N]`: what the cache was good for, by repository and hour.
package struct HitStatistics: Hashable, Sendable, Codable {
    package struct Entry: Hashable, Sendable, Codable {
        package var repository: String
        /// The beginning of the hour, in unix milliseconds.
        package var hour: Int64
        /// Signatures and stage tags that were asked for: hits and misses.
        package var lookups: Int64
        package var hits: Int64
        package var misses: Int64
        /// Bytes of blobs that were sent to clients.
        package var bytesServed: Int64
        /// Milliseconds of building that hits made unnecessary, as far as stages carry their build time.
        package var buildTimeSaved: Int64

        package init(repository: String, hour: Int64, lookups: Int64, hits: Int64, misses: Int64, bytesServed: Int64, buildTimeSaved: Int64) {
            self.repository = repository
            self.hour = hour
            self.lookups = lookups
            self.hits = hits
            self.misses = misses
            self.bytesServed = bytesServed
            self.buildTimeSaved = buildTimeSaved
        }
    }

    /// The newest hour first, then by repository.
    package var hours: [Entry]

    package init(hours: [Entry]) {
        self.hours = hours
    }
}
