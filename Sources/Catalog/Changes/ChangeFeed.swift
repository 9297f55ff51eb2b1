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

    private let listeners = Mutex<[Listener]>([])

    init() {}

    /// Adds a listener for the life of the catalog, called after those that are there already.
    package func listen(_ listener: @escaping Listener) {
        listeners.withLock { $0.append(listener) }
    }

    func tell(_ changes: [Change]) {
        guard !changes.isEmpty else { return }
        for listener in listeners.withLock({ $0 }) {
            listener(changes)
        }
    }
}
