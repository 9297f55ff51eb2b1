package import ContentHashing
import Synchronization

/// Knows which blobs and manifests were asked for within the grace: those stay, since whoever heard that something is there
/// counts on it.
///
/// In memory and of fixed size. It errs to the side of keeping: it may take a digest for asked for that was not, and knows
/// each for up to one and a half times the grace. What was asked for before the process began it can't know; until a grace
/// has passed (``isComplete``) nothing may be removed.
///
/// Time is that of the machine's uptime: a clock that is set forward takes no grace away.
package final class GraceLedger: Sendable {
    private struct State {
        /// The filter of the present, and two of the past, half a grace each.
        var filters = [DigestFilter(), DigestFilter(), DigestFilter()]
        var present = 0
        var changesAt: ContinuousClock.Instant
    }

    package let grace: Duration
    private let began: ContinuousClock.Instant
    private let instant: @Sendable () -> ContinuousClock.Instant
    private let state: Mutex<State>

    init(grace: Duration, instant: @escaping @Sendable () -> ContinuousClock.Instant) {
        let now = instant()
        self.grace = grace
        self.instant = instant
        self.began = now
        self.state = Mutex(State(changesAt: now + grace / 2))
    }

    /// Notes that somebody asks for a blob or manifest. Call it *before* looking whether it is there.
    package func touch(_ digest: Digest) {
        guard grace > .zero else { return }
        let key = DigestFilter.Key(digest)
        state.withLock { state in
            turn(&state)
            state.filters[state.present].insert(key)
        }
    }

    /// Whether somebody asked for it within the grace, or seems to have.
    package func wasTouched(_ digest: Digest) -> Bool {
        guard grace > .zero else { return false }
        let key = DigestFilter.Key(digest)
        return state.withLock { state in
            turn(&state)
            return state.filters.contains { $0.contains(key) }
        }
    }

    /// True when it knows all of the grace: what it doesn't know then was not asked for.
    package var isComplete: Bool { completesIn <= .zero }

    /// How long until ``isComplete``; zero or less when it is.
    package var completesIn: Duration { began + grace - instant() }

    /// Forgets the oldest half of a grace when another has passed.
    private func turn(_ state: inout State) {
        let now = instant()
        guard now >= state.changesAt else { return }
        var turns = 0
        while now >= state.changesAt, turns < state.filters.count {
            state.present = (state.present + 1) % state.filters.count
            state.filters[state.present].removeAll()
            state.changesAt += grace / 2
            turns += 1
        }
        // After a long silence: all are empty.
        if now >= state.changesAt { state.changesAt = now + grace / 2 }
    }
}
