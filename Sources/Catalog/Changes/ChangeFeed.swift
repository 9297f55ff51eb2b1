import Synchronization

/// Tells listeners what changed, between the commit and its acknowledgement.
///
/// A listener runs on the catalog's writer: once for each commit that changed something, with the changes in the order in
/// which they were made, and before any caller learns that its operation succeeded. So what a listener forgets is never
/// served after a deletion or move was acknowledged. It has to be quick, may not block, and cannot use the catalog.
///
/// A reader may see a commit before listeners do. Whoever caches what it read has to notice a change that was told between
/// its read and its storing.
package final class ChangeFeed: Sendable {
    package typealias Listener = @Sendable ([Change]) -> Void

    /// Names a listener, to remove it.
    package struct Registration: Hashable, Sendable {
        fileprivate let number: Int
    }

    private struct State {
        var listeners: [(number: Int, listener: Listener)] = []
        var nextNumber = 0
    }

    private let state = Mutex(State())

    init() {}

    /// Adds a listener, called after those that are there already.
    @discardableResult
    package func listen(_ listener: @escaping Listener) -> Registration {
        state.withLock { state in
            state.nextNumber += 1
            state.listeners.append((state.nextNumber, listener))
            return Registration(number: state.nextNumber)
        }
    }

    /// Removes a listener. A call of it that has begun may still be running.
    package func remove(_ registration: Registration) {
        state.withLock { $0.listeners.removeAll { $0.number == registration.number } }
    }

    func tell(_ changes: [Change]) {
        guard !changes.isEmpty else { return }
        for (_, listener) in state.withLock({ $0.listeners }) {
            listener(changes)
        }
    }
}
