/// From which heads commits can be reached; see ``CommitGraph/reach(from:to:)``.
package struct Reach: Sendable {
    package let headCount: Int
    private let setOfPosition: [Int32]
    let sets: HeadSets

    init(headCount: Int, setOfPosition: [Int32], sets: HeadSets) {
        self.headCount = headCount
        self.setOfPosition = setOfPosition
        self.sets = sets
    }

    /// Words of a set, with 64 heads each.
    package var wordCount: Int { sets.wordCount }

    /// The set of heads of a position that was asked for. The same number is the same set, and different ones are different sets;
    /// 0 is the empty set.
    package func set(of position: Int) -> Int {
        position < setOfPosition.count ? Int(setOfPosition[position]) : 0
    }

    /// A set as a bit for each head, the first in the lowest bit of the first word.
    package func words(ofSet set: Int) -> ArraySlice<UInt64> {
        sets.words(of: Int32(set))
    }

    /// The heads from which a position can be reached, as ``words(ofSet:)``.
    ///
    /// - Parameter position: One that was asked for.
    package func words(of position: Int) -> ArraySlice<UInt64> {
        words(ofSet: set(of: position))
    }

    /// Calls `body` with each head from which a position can be reached, in their order.
    ///
    /// - Parameter position: One that was asked for.
    package func forEachHead(of position: Int, _ body: (Int) throws -> Void) rethrows {
        for (index, word) in words(of: position).enumerated() {
            var rest = word
            while rest != 0 {
                try body(index * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }
}
