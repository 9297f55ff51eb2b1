import Catalog
import OCIModel
import StageModel
import Synchronization

/// The signatures that were looked up lately, rendered, bounded in bytes; also those that have no stage.
///
/// **Never stale**, as `ManifestCache`: the catalog tells of every change before it is acknowledged, and voids the tickets of
/// reads that began before.
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

    private typealias Key = LookupEntries.Key

    private struct State {
        var entries: LookupEntries
        var epochs = [UInt64](repeating: 0, count: LookupCache.stripeCount)
    }

    /// Keys share epochs, so that a change stops the fills of a few keys only.
    private static let stripeCount = 256

    private let state: Mutex<State>

    /// - Parameter capacity: In bytes.
    init(capacity: Int) {
        self.state = Mutex(State(entries: LookupEntries(capacity: capacity)))
    }

    /// What is here of the signatures, in their order, and the gaps between.
    func find(_ signatures: [Signature], in repository: RepositoryName) -> (fragments: [StateFragment?], gaps: [Gap]) {
        var fragments: [StateFragment?] = []
        fragments.reserveCapacity(signatures.count)
        var gaps: [Gap] = []
        state.withLock { state in
            for signature in signatures {
                let key = Key(repository: repository, signature: signature)
                let found = state.entries.read(key)
                if found == nil {
                    let stripe = Self.stripe(of: key)
                    gaps.append(Gap(index: fragments.count, ticket: Ticket(stripe: stripe, epoch: state.epochs[stripe])))
                }
                fragments.append(found)
            }
        }
        return (fragments, gaps)
    }

    /// Stores what was read, unless something changed since the ticket was taken.
    func store(_ fragment: StateFragment, for signature: Signature, in repository: RepositoryName, ticket: Ticket) {
        state.withLock { state in
            guard state.epochs[ticket.stripe] == ticket.epoch else { return }
            state.entries.insert(fragment, at: Key(repository: repository, signature: signature))
        }
    }

    /// Drops what the changes concern. Called before they are acknowledged.
    func forget(_ changes: [Change]) {
        state.withLock { state in
            for case .stagesChanged(let repository, let signature) in changes {
                let key = Key(repository: repository, signature: signature)
                state.epochs[Self.stripe(of: key)] += 1
                state.entries.remove(key)
            }
        }
    }

    private static func stripe(of key: Key) -> Int {
        Int(UInt(bitPattern: key.hashValue) % UInt(stripeCount))
    }
}
