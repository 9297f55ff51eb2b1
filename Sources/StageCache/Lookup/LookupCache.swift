import Catalog
import OCIModel
import StageModel
import Synchronization

/// The signatures that were looked up lately, rendered, bounded in bytes; also those that have no stage.
///
/// Generations stand in for an order of use, and tickets keep stale answers out, as in `ManifestCache`: the catalog tells of
/// every change before it is acknowledged, and voids the tickets of reads that began before.
final class LookupCache: Sendable {
    struct Ticket: Sendable {
        fileprivate let stripe: Int
        fileprivate let epoch: UInt64
    }

    /// A signature that isn't here: its place in the request, and the right to fill it.
    struct Gap: Sendable {
        let index: Int
        let ticket: Ticket
    }

    private struct Key: Hashable {
        let repository: RepositoryName
        let signature: Signature
    }

    private struct State {
        var young: [Key: StateFragment] = [:]
        var old: [Key: StateFragment] = [:]
        var youngSize = 0
        var epochs = [UInt64](repeating: 0, count: LookupCache.stripeCount)
    }

    /// Keys share epochs, so that a change stops the fills of a few keys only.
    private static let stripeCount = 256
    /// What an entry costs beside its bytes: keys, headers and tables, about.
    private static let overhead = 384

    private let capacity: Int
    private let state = Mutex(State())

    /// - Parameter capacity: In bytes.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// What is here of the signatures, in their order, and the gaps between.
    func find(_ signatures: [Signature], in repository: RepositoryName) -> (fragments: [StateFragment?], gaps: [Gap]) {
        var fragments: [StateFragment?] = []
        fragments.reserveCapacity(signatures.count)
        var gaps: [Gap] = []
        state.withLock { state in
            for signature in signatures {
                let key = Key(repository: repository, signature: signature)
                if let found = state.young[key] {
                    fragments.append(found)
                } else if let found = state.old[key] {
                    insert(found, at: key, in: &state)
                    fragments.append(found)
                } else {
                    let stripe = Self.stripe(of: key)
                    gaps.append(Gap(index: fragments.count, ticket: Ticket(stripe: stripe, epoch: state.epochs[stripe])))
                    fragments.append(nil)
                }
            }
        }
        return (fragments, gaps)
    }

    /// Stores what was read, unless something changed since the ticket was taken.
    func store(_ fragment: StateFragment, for signature: Signature, in repository: RepositoryName, ticket: Ticket) {
        state.withLock { state in
            guard state.epochs[ticket.stripe] == ticket.epoch else { return }
            insert(fragment, at: Key(repository: repository, signature: signature), in: &state)
        }
    }

    /// Drops what the changes concern. Called before they are acknowledged.
    func forget(_ changes: [Change]) {
        state.withLock { state in
            for case .stagesChanged(let repository, let signature) in changes {
                let key = Key(repository: repository, signature: signature)
                state.epochs[Self.stripe(of: key)] += 1
                if let dropped = state.young.removeValue(forKey: key) { state.youngSize -= Self.cost(of: dropped) }
                state.old[key] = nil
            }
        }
    }

    private func insert(_ fragment: StateFragment, at key: Key, in state: inout State) {
        let cost = Self.cost(of: fragment)
        guard cost <= capacity / 8 else { return }
        if let replaced = state.young.updateValue(fragment, forKey: key) { state.youngSize -= Self.cost(of: replaced) }
        state.old[key] = nil
        state.youngSize += cost
        if state.youngSize > capacity / 2 {
            state.old = state.young
            state.young = [:]
            state.youngSize = 0
        }
    }

    private static func cost(of fragment: StateFragment) -> Int {
        fragment.bytes.count + overhead
    }

    private static func stripe(of key: Key) -> Int {
        Int(UInt(bitPattern: key.hashValue) % UInt(stripeCount))
    }
}
