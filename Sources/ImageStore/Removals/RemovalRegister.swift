package import ContentHashing
import Synchronization

/// Keeps pushes and the removal of the same digest apart, one digest at a time.
///
/// A push holds its digest from before its bytes appear until their row is committed; many may at once. The collector claims
/// digests that nobody holds, decides about them, and removes the bytes of some. Who wants to push a claimed digest waits,
/// for some milliseconds; who only asks for one waits while it is being decided, so that it hears what was decided.
package final class RemovalRegister: Sendable {
    private enum Entry {
        case held(Int)
        case deciding(pushes: [Waiter], readers: [Waiter])
        case removing(pushes: [Waiter])
    }

    private typealias Waiter = CheckedContinuation<Void, Never>

    private let entries = Mutex<[Digest: Entry]>([:])
    /// How many are being decided: zero nearly always, and then nobody who asks has to take the lock.
    private let decidingCount = Atomic(0)

    init() {}

    // MARK: Those who push, and those who ask

    /// Runs `body` while no removal of the digest is under way. Waits for one that is; cancellation doesn't end that.
    package func withHold<Value>(on digest: Digest, _ body: () async throws -> Value) async rethrows -> Value {
        await hold(digest)
        defer { letGo(digest) }
        return try await body()
    }

    private func hold(_ digest: Digest) async {
        while true {
            let isHeld = entries.withLock { entries -> Bool in
                switch entries[digest] {
                case nil: entries[digest] = .held(1)
                case .held(let count): entries[digest] = .held(count + 1)
                case .deciding, .removing: return false
                }
                return true
            }
            if isHeld { return }
            await waitForEnd(of: digest)
        }
    }

    private func letGo(_ digest: Digest) {
        entries.withLock { entries in
            guard case .held(let count) = entries[digest] else { return }
            entries[digest] = count > 1 ? .held(count - 1) : nil
        }
    }

    private func waitForEnd(of digest: Digest) async {
        await withCheckedContinuation { continuation in
            let isOver = entries.withLock { entries -> Bool in
                switch entries[digest] {
                case .deciding(let pushes, let readers): entries[digest] = .deciding(pushes: pushes + [continuation], readers: readers)
                case .removing(let pushes): entries[digest] = .removing(pushes: pushes + [continuation])
                case .held, nil: return true
                }
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    /// Waits while it is being decided whether the digest goes. Call it after ``GraceLedger/touch(_:)`` and before looking
    /// whether it is there: so either the decision knows of the touch, or the look sees what was decided.
    package func waitForDecision(on digest: Digest) async {
        // The touch and the decision's look at the ledger are ordered by the ledger's lock; so is this.
        guard isDeciding else { return }
        await withCheckedContinuation { continuation in
            let isDecided = entries.withLock { entries -> Bool in
                guard case .deciding(let pushes, let readers) = entries[digest] else { return true }
                entries[digest] = .deciding(pushes: pushes, readers: readers + [continuation])
                return false
            }
            if isDecided { continuation.resume() }
        }
    }

    /// Whether who asks for some digest has to wait for a decision; what ``waitForDecision(on:)`` waits for.
    package var isDeciding: Bool { decidingCount.load(ordering: .relaxed) > 0 }

    // MARK: The collector

    /// Claims those that nobody holds or has claimed. Each of them has to be given back by ``finish(_:)``.
    package func claim(_ digests: [Digest]) -> Set<Digest> {
        entries.withLock { entries in
            var claimed = Set<Digest>(minimumCapacity: digests.count)
            for digest in digests where entries[digest] == nil {
                entries[digest] = .deciding(pushes: [], readers: [])
                claimed.insert(digest)
            }
            decidingCount.add(claimed.count, ordering: .relaxed)
            return claimed
        }
    }

    /// The decision is made and committed: who asks for them now sees it. Their bytes may be removed until ``finish(_:)``.
    package func decide(_ digests: some Collection<Digest>) {
        let waiting = entries.withLock { entries -> [Waiter] in
            var waiting: [Waiter] = []
            for digest in digests {
                guard case .deciding(let pushes, let readers) = entries[digest] else { continue }
                entries[digest] = .removing(pushes: pushes)
                waiting += readers
                decidingCount.subtract(1, ordering: .relaxed)
            }
            return waiting
        }
        for waiter in waiting { waiter.resume() }
    }

    /// Gives claimed digests back, decided or not.
    package func finish(_ digests: some Collection<Digest>) {
        let waiting = entries.withLock { entries -> [Waiter] in
            var waiting: [Waiter] = []
            for digest in digests {
                switch entries[digest] {
                case .deciding(let pushes, let readers):
                    waiting += pushes + readers
                    decidingCount.subtract(1, ordering: .relaxed)
                case .removing(let pushes): waiting += pushes
                case .held, nil: continue
                }
                entries[digest] = nil
            }
            return waiting
        }
        for waiter in waiting { waiter.resume() }
    }
}
