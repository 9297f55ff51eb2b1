/// The holders of one lease and those who wait for it: a value that decides, without a clock or a store of its own.
///
/// **First in, first out.** A lease that is free goes to the longest waiting; shared ones that wait side by side get it
/// together. Who stops asking loses the place when its time has passed.
///
/// **Expiry.** A holder that doesn't renew can be replaced from its expiry on, and not before. Until somebody replaces it, it
/// can still renew: nobody was harmed.
///
/// **Fencing.** Every grant has a token above all earlier ones of this name, so that whatever the lease protects can refuse
/// a holder that was replaced and doesn't know it.
package struct LeaseQueue: Hashable, Sendable {
    package struct Holder: Hashable, Sendable {
        package let id: LeaseID
        package let mode: LeaseMode
        /// The fencing token.
        package let token: Int64
        package let timeToLive: Duration
        package internal(set) var expiresAt: Timestamp

        package init(id: LeaseID, mode: LeaseMode, token: Int64, timeToLive: Duration, expiresAt: Timestamp) {
            self.id = id
            self.mode = mode
            self.token = token
            self.timeToLive = timeToLive
            self.expiresAt = expiresAt
        }
    }

    package struct Waiter: Hashable, Sendable {
        package let id: LeaseID
        package let mode: LeaseMode
        package let timeToLive: Duration
        /// How long the place is kept without being asked for again.
        package let patience: Duration
        package internal(set) var expiresAt: Timestamp

        package init(id: LeaseID, mode: LeaseMode, timeToLive: Duration, patience: Duration, expiresAt: Timestamp) {
            self.id = id
            self.mode = mode
            self.timeToLive = timeToLive
            self.patience = patience
            self.expiresAt = expiresAt
        }
    }

    package enum Acquisition: Hashable, Sendable {
        case granted(Holder)
        /// `position` waiters are before this one, 0 for the first. Asking again may help when somebody leaves, and at `until`,
        /// the next expiry of a holder for those who are next, of a waiter before it for the others.
        case waiting(position: Int, until: Timestamp)
    }

    package enum Loss: Error, Hashable, Sendable {
        /// Somebody else holds the lease by now.
        case replaced
        /// Nobody holds it, or this one never did.
        case unknown
    }

    /// How long after its expiry a shared holder stays that only shared ones followed. Nothing else would drop the dead ones
    /// of a lease that never is exclusive.
    package static let memory: Duration = .seconds(3600)
    /// More shared holders than these have to wait.
    package static let maximumHolders = 1000
    /// Who comes when so many wait gets no place, and has to ask again.
    package static let maximumWaiters = 1000

    /// All in the order of their grants.
    package private(set) var holders: [Holder]
    /// The longest waiting first.
    package private(set) var waiters: [Waiter]
    /// The highest fencing token ever given; kept while the name lives, so that it never repeats.
    package private(set) var lastToken: Int64

    package init(holders: [Holder] = [], waiters: [Waiter] = [], lastToken: Int64 = 0) {
        self.holders = holders
        self.waiters = waiters
        self.lastToken = lastToken
    }

    /// True where nothing but the last token is left.
    package var isIdle: Bool { holders.isEmpty && waiters.isEmpty }

    /// Asks for the lease, or asks again.
    ///
    /// - Parameters:
    ///   - id: The same at every asking. A holder that asks again, because it didn't hear the answer, gets its lease renewed.
    ///   - queues: Whether to take a place. Who doesn't gets a free lease only while nobody waits.
    ///   - holderID: What a grant is known by, where that isn't `id`: then `id` names a place only, which several may ask for,
    ///     and whoever asks again after a grant asks for another lease.
    package mutating func acquire(
        _ id: LeaseID, grantedAs holderID: LeaseID? = nil, mode: LeaseMode, timeToLive: Duration, patience: Duration, queues: Bool = true,
        at now: Timestamp
    ) -> Acquisition {
        boundTimes(at: now)
        if let index = holders.firstIndex(where: { $0.id == id }) {
            holders[index].expiresAt = now.advanced(by: holders[index].timeToLive)
            return .granted(holders[index])
        }
        waiters.removeAll { $0.expiresAt <= now && $0.id != id }
        let place = Waiter(id: id, mode: mode, timeToLive: timeToLive, patience: patience, expiresAt: now.advanced(by: patience))
        let position: Int
        if let index = waiters.firstIndex(where: { $0.id == id }) {
            position = index
            // What it asks for now counts: those behind look at it.
            waiters[index] = place
        } else {
            position = waiters.count
            if queues, waiters.count < Self.maximumWaiters { waiters.append(place) }
        }
        let isNext = mode == .shared ? waiters.prefix(position).allSatisfy { $0.mode == .shared } : position == 0
        guard isNext, makeRoom(for: mode, at: now) else {
            let times = isNext ? holders.map(\.expiresAt) : waiters.prefix(position).map(\.expiresAt)
            return .waiting(position: position, until: times.filter { $0 > now }.min() ?? now.advanced(by: patience))
        }
        waiters.removeAll { $0.id == id }
        lastToken += 1
        let holder = Holder(id: holderID ?? id, mode: mode, token: lastToken, timeToLive: timeToLive, expiresAt: now.advanced(by: timeToLive))
        holders.append(holder)
        return .granted(holder)
    }

    /// Those to whom the lease goes next: the longest waiting, and if that one is shared, the shared ones that wait side by side
    /// with it. The others need not ask before these have left.
    package var next: [LeaseID] {
        guard let first = waiters.first else { return [] }
        return first.mode == .exclusive ? [first.id] : waiters.prefix { $0.mode == .shared }.map(\.id)
    }

    /// Nobody has more time left than it was given: with a clock that was set back a dead holder would otherwise keep all
    /// waiting until that clock has caught up.
    private mutating func boundTimes(at now: Timestamp) {
        for index in holders.indices {
            holders[index].expiresAt = min(holders[index].expiresAt, now.advanced(by: holders[index].timeToLive))
        }
        for index in waiters.indices {
            waiters[index].expiresAt = min(waiters[index].expiresAt, now.advanced(by: waiters[index].patience))
        }
    }

    /// Drops holders that have expired and stand in the way.
    ///
    /// - Returns: Whether one of `mode` can be granted now.
    private mutating func makeRoom(for mode: LeaseMode, at now: Timestamp) -> Bool {
        func goesAlong(_ holder: Holder) -> Bool { mode == .shared && holder.mode == .shared }
        guard !holders.contains(where: { $0.expiresAt > now && !goesAlong($0) }) else { return false }
        let forgotten = now.advanced(by: .zero - Self.memory)
        let isCrowded = holders.count >= Self.maximumHolders
        holders.removeAll { $0.expiresAt <= now && (!goesAlong($0) || isCrowded || $0.expiresAt <= forgotten) }
        return holders.count < Self.maximumHolders
    }

    /// Gives a holder its time to live again, counted from `now`.
    package mutating func renew(_ id: LeaseID, at now: Timestamp) -> Result<Holder, Loss> {
        guard let index = holders.firstIndex(where: { $0.id == id }) else { return .failure(loss) }
        holders[index].expiresAt = now.advanced(by: holders[index].timeToLive)
        return .success(holders[index])
    }

    /// Gives the lease back, or the place in the queue.
    package mutating func release(_ id: LeaseID) -> Result<Void, Loss> {
        if let index = waiters.firstIndex(where: { $0.id == id }) {
            waiters.remove(at: index)
            return .success(())
        }
        guard let index = holders.firstIndex(where: { $0.id == id }) else { return .failure(loss) }
        holders.remove(at: index)
        return .success(())
    }

    private var loss: Loss { holders.isEmpty ? .unknown : .replaced }

    /// After a restart: everybody has the full time again, since nobody could renew.
    package mutating func resume(at now: Timestamp) {
        for index in holders.indices { holders[index].expiresAt = now.advanced(by: holders[index].timeToLive) }
        for index in waiters.indices { waiters[index].expiresAt = now.advanced(by: waiters[index].patience) }
    }

    /// Whether something done under `token` may still count: nobody was granted the lease since.
    package func isCurrent(_ token: Int64) -> Bool {
        token == lastToken || holders.contains { $0.token == token }
    }
}
