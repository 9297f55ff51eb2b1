/// Sets of heads, each kept once, as long as somebody holds it. A set's number says which it is.
struct HeadSets: Sendable {
    /// The number of the empty set, which nobody has to hold.
    static let empty: Int32 = 0

    let wordCount: Int
    private var words: [UInt64]
    /// By number: how often it is held.
    private var holders: [Int32] = [1]
    private var hashes: [UInt64] = [0]
    /// By number: the next set with an equal hash, or -1.
    private var following: [Int32] = [-1]
    private var first: [UInt64: Int32] = [:]
    private var free: [Int32] = []
    private var united: [UInt64]

    init(headCount: Int) {
        wordCount = (headCount + 63) / 64
        words = [UInt64](repeating: 0, count: wordCount)
        united = words
    }

    /// Sets that there was room for at once.
    var capacity: Int { holders.count }

    func words(of set: Int32) -> ArraySlice<UInt64> {
        words[Int(set) * wordCount..<(Int(set) + 1) * wordCount]
    }

    /// Gives a set that the caller holds back for one that he holds then, with the heads in addition.
    mutating func inserting(_ heads: some Sequence<Int>, into set: Int32) -> Int32 {
        for index in 0..<wordCount { united[index] = words[Int(set) * wordCount + index] }
        for head in heads { united[head / 64] |= 1 << UInt64(head % 64) }
        let result = internUnited()
        release(set)
        return result
    }

    /// Gives a set that the caller holds back for one that he holds then, with another's heads in addition.
    mutating func uniting(_ set: Int32, with other: Int32) -> Int32 {
        if set == other { return set }
        if set == Self.empty { return hold(other) }
        switch unite(set, other) {
        case (true, _): return set
        case (_, true):
            release(set)
            return hold(other)
        default:
            let result = internUnited()
            release(set)
            return result
        }
    }

    mutating func release(_ set: Int32) {
        guard set != Self.empty else { return }
        holders[Int(set)] -= 1
        guard holders[Int(set)] == 0 else { return }
        let hash = hashes[Int(set)]
        if first[hash] == set {
            first[hash] = following[Int(set)] < 0 ? nil : following[Int(set)]
        } else if var before = first[hash] {
            while following[Int(before)] != set { before = following[Int(before)] }
            following[Int(before)] = following[Int(set)]
        }
        free.append(set)
    }

    private mutating func hold(_ set: Int32) -> Int32 {
        holders[Int(set)] += 1
        return set
    }

    /// - Returns: Whether one of the two has all heads of both.
    private mutating func unite(_ left: Int32, _ right: Int32) -> (isLeft: Bool, isRight: Bool) {
        let count = wordCount
        return words.withUnsafeBufferPointer { words in
            united.withUnsafeMutableBufferPointer { united in
                var addedToLeft: UInt64 = 0
                var addedToRight: UInt64 = 0
                for index in 0..<count {
                    let left = words[Int(left) * count + index]
                    let right = words[Int(right) * count + index]
                    united[index] = left | right
                    addedToLeft |= right & ~left
                    addedToRight |= left & ~right
                }
                return (addedToLeft == 0, addedToRight == 0)
            }
        }
    }

    /// The number of the set in `united`, held once more.
    private mutating func internUnited() -> Int32 {
        var hash: UInt64 = 0
        // Not a hasher with a random seed: the numbers of sets are the same in every run.
        for word in united { hash = ((hash ^ word) &* 0x9E37_79B9_7F4A_7C15) ^ ((hash ^ word) >> 29) }
        var candidate = first[hash] ?? -1
        while candidate >= 0 {
            if words(of: candidate).elementsEqual(united) { return hold(candidate) }
            candidate = following[Int(candidate)]
        }
        let set: Int32
        if let reused = free.popLast() {
            set = reused
            for index in 0..<wordCount { words[Int(set) * wordCount + index] = united[index] }
        } else {
            set = Int32(holders.count)
            words.append(contentsOf: united)
            holders.append(0)
            hashes.append(0)
            following.append(-1)
        }
        holders[Int(set)] = 1
        hashes[Int(set)] = hash
        following[Int(set)] = first[hash] ?? -1
        first[hash] = set
        return set
    }
}
