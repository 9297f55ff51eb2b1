import ContentHashing

/// What a server was asked for and what it acknowledged, kept by the client, to judge the server after a crash.
///
/// Operations set one key each to a state. They may overlap, and an operation that was not acknowledged may have happened
/// or not. After a crash each key must be in a state that some operation set and that no later acknowledged operation
/// replaced: where an operation was acknowledged and another one on the key, begun after that, was acknowledged too, the
/// first is history.
struct Ledger {
    enum Key: Hashable {
        case blob(repository: String, Digest)
        case manifest(repository: String, Digest)
        case tag(repository: String, name: String)
    }

    enum State: Hashable {
        case absent
        /// There, with content of this digest: the digest of the bytes that came back, not the one that was asked for.
        case present(Digest)
    }

    struct Operation: Hashable {
        fileprivate let key: Key
        fileprivate let number: Int
    }

    private struct Record {
        let state: State
        let begin: Int
        /// When it was acknowledged; `nil` while unknown.
        var end: Int?
    }

    private var records: [Key: [Int: Record]] = [:]
    private var clock = 0

    /// The keys that were ever touched.
    var keys: [Key] { Array(records.keys) }

    private mutating func tick() -> Int {
        clock += 1
        return clock
    }

    /// Notes that an operation is about to be sent.
    mutating func begin(_ key: Key, _ state: State) -> Operation {
        let now = tick()
        // What was there before the first operation counts as acknowledged long ago.
        records[key, default: [0: Record(state: .absent, begin: 0, end: 0)]][now] = Record(state: state, begin: now)
        return Operation(key: key, number: now)
    }

    /// Notes that the server said it is done.
    mutating func acknowledge(_ operation: Operation) {
        let now = tick()
        records[operation.key]?[operation.number]?.end = now
    }

    /// Notes that the server said it is not done and never will be.
    mutating func refuse(_ operation: Operation) {
        records[operation.key]?[operation.number] = nil
    }

    /// The states that the key may be in.
    func possibleStates(of key: Key) -> Set<State> {
        guard let records = records[key] else { return [.absent] }
        let latest = records.values.filter { $0.end != nil }.map(\.begin).max() ?? 0
        return Set(records.values.filter { ($0.end ?? Int.max) >= latest }.map(\.state))
    }

    /// Takes what was observed after a crash as the truth from here on. What was in flight has happened or never will.
    mutating func settle(_ observed: [Key: State]) {
        let now = tick()
        for (key, state) in observed { records[key] = [now: Record(state: state, begin: now, end: now)] }
    }
}
