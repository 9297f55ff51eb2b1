import Catalog
import NIOCore
import OCIModel
import Synchronization

/// The manifests that were read lately, bounded in bytes.
///
/// Two generations stand in for an order of use: what is read moves to the young one; when that holds half of the capacity
/// the old one is dropped and the young one takes its place. So a hit costs one look-up, and one sweep over many manifests
/// drops at most what was not read meanwhile.
///
/// **Never stale.** The catalog tells of every change before it is acknowledged (``forget(_:)``). A read that began before
/// a change must not store its result after it: it takes a ``Ticket`` first, which the change invalidates.
final class ManifestCache: Sendable {
    struct Key: Hashable, Sendable {
        let repository: RepositoryName
        let reference: Reference
    }

    struct Ticket: Sendable {
        fileprivate let stripe: Int
        fileprivate let epoch: UInt64
    }

    private struct State {
        var young: [Key: ServedManifest] = [:]
        var old: [Key: ServedManifest] = [:]
        var youngSize = 0
        var epochs = [UInt64](repeating: 0, count: ManifestCache.stripeCount)
    }

    /// Keys share epochs, so that a change stops the fills of a few keys only.
    private static let stripeCount = 256
    /// What an entry costs beside its bytes: keys, headers and tables, about.
    private static let overhead = 512

    private let capacity: Int
    private let state = Mutex(State())

    /// - Parameter capacity: In bytes.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// What is stored under the key, or the ticket for storing it.
    func find(_ key: Key) -> Result<ServedManifest, Missing> {
        state.withLock { state in
            if let found = find(key, in: &state) { return .success(found) }
            let stripe = Self.stripe(of: key)
            return .failure(Missing(ticket: Ticket(stripe: stripe, epoch: state.epochs[stripe])))
        }
    }

    /// What is stored under the key.
    func peek(_ key: Key) -> ServedManifest? {
        state.withLock { state in find(key, in: &state) }
    }

    private func find(_ key: Key, in state: inout State) -> ServedManifest? {
        if let found = state.young[key] { return found }
        guard let found = state.old[key] else { return nil }
        insert(found, at: key, in: &state)
        return found
    }

    struct Missing: Error {
        let ticket: Ticket
    }

    /// Stores what was read, unless something changed since the ticket was taken.
    func store(_ manifest: ServedManifest, at key: Key, ticket: Ticket) {
        state.withLock { state in
            guard state.epochs[ticket.stripe] == ticket.epoch else { return }
            insert(manifest, at: key, in: &state)
        }
    }

    /// Drops what the changes concern. Called before they are acknowledged.
    func forget(_ changes: [Change]) {
        state.withLock { state in
            for change in changes {
                switch change {
                case .tagMoved(let repository, let tag, _), .tagDeleted(let repository, let tag):
                    forget(Key(repository: repository, reference: .tag(tag)), in: &state)
                case .manifestPublished(let repository, let digest), .manifestDeleted(let repository, let digest):
                    forget(Key(repository: repository, reference: .digest(digest)), in: &state)
                case .blobLinked, .blobUnlinked, .stagesChanged, .leaseChanged:
                    break
                }
            }
        }
    }

    private func forget(_ key: Key, in state: inout State) {
        state.epochs[Self.stripe(of: key)] += 1
        if let dropped = state.young.removeValue(forKey: key) { state.youngSize -= Self.cost(of: dropped) }
        state.old[key] = nil
    }

    private func insert(_ manifest: ServedManifest, at key: Key, in state: inout State) {
        let cost = Self.cost(of: manifest)
        guard cost <= capacity / 8 else { return }
        if let replaced = state.young.updateValue(manifest, forKey: key) { state.youngSize -= Self.cost(of: replaced) }
        state.old[key] = nil
        state.youngSize += cost
        if state.youngSize > capacity / 2 {
            state.old = state.young
            state.young = [:]
            state.youngSize = 0
        }
    }

    private static func cost(of manifest: ServedManifest) -> Int {
        manifest.body.readableBytes + overhead
    }

    private static func stripe(of key: Key) -> Int {
        Int(UInt(bitPattern: key.hashValue) % UInt(stripeCount))
    }
}
