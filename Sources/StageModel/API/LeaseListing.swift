/// `GET /api/v1/leases?repository=R[&after=NAME][&n=N]`: the leases that somebody holds or waits for, by name.
///
/// Who knows the id of a lease can give it back, so ids are not shown.
package struct LeaseListing: Hashable, Sendable, Codable {
    package struct Holder: Hashable, Sendable, Codable {
        package var mode: LeaseMode
        /// The fencing token.
        package var token: Int64
        /// In unix milliseconds. From then on somebody else may take it over.
        package var expiresAt: Int64
        /// In milliseconds.
        package var timeToLive: Int64

        package init(mode: LeaseMode, token: Int64, expiresAt: Int64, timeToLive: Int64) {
            self.mode = mode
            self.token = token
            self.expiresAt = expiresAt
            self.timeToLive = timeToLive
        }
    }

    package struct Entry: Hashable, Sendable, Codable {
        package var name: String
        /// In the order of their grants.
        package var holders: [Holder]
        /// How many wait.
        package var waiting: Int

        package init(name: String, holders: [Holder], waiting: Int) {
            self.name = name
            self.holders = holders
            self.waiting = waiting
        }
    }

    package var leases: [Entry]
    /// What to pass as `after` for the next page; absent on the last.
    package var next: String?

    package init(leases: [Entry], next: String?) {
        self.leases = leases
        self.next = next
    }
}
