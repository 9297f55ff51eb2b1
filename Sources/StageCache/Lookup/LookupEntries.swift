import OCIModel
import StageModel

/// Rendered signatures, bounded in bytes.
///
/// A hand that goes round over the entries stands in for an order of use: where room is needed it drops those that were not
/// read since it passed them last. So a hit costs one look-up, and the whole capacity holds what is in use.
struct LookupEntries {
    struct Key: Hashable {
        let repository: RepositoryName
        let signature: Signature
    }

    private struct Entry {
        let key: Key
        let fragment: StateFragment
        var wasRead = false
    }

    /// What an entry costs beside its bytes: keys, headers and tables, about.
    private static let overhead = 384

    private let capacity: Int
    private var size = 0
    private var places: [Key: Int] = [:]
    /// `nil` at the places that are free.
    private var entries: [Entry?] = []
    private var free: [Int] = []
    private var hand = 0

    /// - Parameter capacity: In bytes.
    init(capacity: Int) {
        self.capacity = capacity
    }

    mutating func read(_ key: Key) -> StateFragment? {
        guard let place = places[key], let fragment = entries[place]?.fragment else { return nil }
        entries[place]?.wasRead = true
        return fragment
    }

    /// Adds or replaces an entry, unless it would take an eighth of the capacity or more.
    mutating func insert(_ fragment: StateFragment, at key: Key) {
        let cost = Self.cost(of: fragment)
        guard cost <= capacity / 8 else { return }
        remove(key)
        while size + cost > capacity { makeRoom() }
        size += cost
        let entry = Entry(key: key, fragment: fragment)
        if let place = free.popLast() {
            entries[place] = entry
            places[key] = place
        } else {
            places[key] = entries.count
            entries.append(entry)
        }
    }

    mutating func remove(_ key: Key) {
        if let place = places[key] { empty(place) }
    }

    private mutating func empty(_ place: Int) {
        guard let entry = entries[place] else { return }
        size -= Self.cost(of: entry.fragment)
        places[entry.key] = nil
        entries[place] = nil
        free.append(place)
    }

    /// Moves the hand by one place.
    private mutating func makeRoom() {
        if hand >= entries.count { hand = 0 }
        if entries[hand]?.wasRead ?? false { entries[hand]?.wasRead = false } else { empty(hand) }
        hand += 1
    }

    private static func cost(of fragment: StateFragment) -> Int {
        fragment.bytes.count + overhead
    }
}
