package import Catalog
import Synchronization

/// Joins requests to the steps of cleanups, so that nobody hears that something is there which a step has decided to delete.
///
/// A step is here from before its decisions until its commit. A request notes where the register stands, looks, marks what it found
/// as used, and asks here. A step that decides later sees the mark; for one that may have decided before, the request waits, and then
/// looks again.
package final class StepRegister: Sendable {
    /// Where the register stood.
    package struct Moment: Hashable, Sendable {
        fileprivate let value: UInt64

        fileprivate var ended: UInt64 { value >> 16 }
        /// No step is under way.
        package var isQuiet: Bool { value & 0xffff == 0 }
    }

    private struct Step {
        let items: [PlannedItem]
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private struct State {
        var steps: [Int: Step] = [:]
        var begun = 0
    }

    private let state = Mutex(State())
    /// How many steps have ended, and in the lowest 16 bits how many are under way: nearly always none, and then no request has to
    /// take the lock.
    private let counts = Atomic<UInt64>(0)

    init() {}

    // MARK: Those who ask

    /// To be asked for before looking whether something is there.
    package var moment: Moment { Moment(value: counts.load(ordering: .acquiring)) }

    /// Whether what was found since the moment may be gone. To be called behind ``UseLedger``'s mark: its lock orders the mark and a
    /// decision, and so, what is loaded here. Waits for the steps that are deciding about it; cancellation doesn't end that.
    ///
    /// - Parameter isMeant: Made only where steps are under way: whether an item is what was found.
    package func mayBeGone(since moment: Moment, _ isMeant: () -> (PlannedItem) -> Bool) async -> Bool {
        let now = self.moment
        guard now != moment || !now.isQuiet else { return false }
        let steps = state.withLock { $0.steps.mapValues(\.items) }
        let isMeant = isMeant()
        for (number, items) in steps where items.contains(where: isMeant) { await waitForEnd(of: number) }
        return self.moment.ended != moment.ended
    }

    private func waitForEnd(of number: Int) async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { $0.steps[number]?.waiting.append(continuation) == nil }
            if isOver { continuation.resume() }
        }
    }

    // MARK: Those who delete

    /// Calls `body`, which decides about the items, or some of them, and commits that.
    package func withStep<Value>(on items: [PlannedItem], _ body: () async throws -> Value) async rethrows -> Value {
        let number = state.withLock { state in
            state.begun += 1
            state.steps[state.begun] = Step(items: items)
            counts.add(1, ordering: .acquiringAndReleasing)
            return state.begun
        }
        defer {
            let ended = state.withLock { state in
                counts.add(1 << 16 - 1, ordering: .acquiringAndReleasing)
                return state.steps.removeValue(forKey: number)
            }
            for waiter in ended?.waiting ?? [] { waiter.resume() }
        }
        return try await body()
    }
}
