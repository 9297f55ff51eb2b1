import StageModel

/// Goes through the history of one image, the newest commit first, for all references at once, and finds what they keep.
///
/// For each reference it does what werf's scan does: of what the reference reaches, the newest commit of each item counts, items on
/// one commit count as one, and the newest `last` of those commits are kept, or those `within`, or both.
struct KeepScan {
    struct Hit {
        var reference: Int32
        /// From 1.
        var place: Int32
        /// Negative: none.
        var limit: Int32
    }

    /// A commit of the image, with the items that were made of it.
    struct Commit {
        var committedAt: Int64
        /// The references that reach it.
        var words: [UInt64]
        var items: ArraySlice<Int32>
    }

    private let limits: [(last: Int, cutoff: Int64?, isEither: Bool)]
    /// References in the order in which the scan leaves their times behind.
    private let byCutoff: [Int]
    private let started: [UInt64]

    /// - Parameter images: Of each reference, how many it keeps.
    init(_ images: [KeepPolicy.Limit], now: Int64) {
        let wordCount = (images.count + 63) / 64
        limits = images.map { limit in
            (limit.last ?? 1, limit.within.map { now - $0 * 1000 }, limit.operator == .or)
        }
        var started = [UInt64](repeating: 0, count: wordCount)
        for (reference, limit) in limits.enumerated() where limit.last != 0 { started[reference / 64] |= 1 << UInt64(reference % 64) }
        self.started = started
        let limits = limits
        byCutoff = limits.indices.filter { limits[$0].cutoff != nil }.sorted { (limits[$0].cutoff ?? 0, $0) > (limits[$1].cutoff ?? 0, $1) }
    }

    /// - Parameters:
    ///   - commits: The newest first.
    ///   - isRepeated: Whether an item stands at several commits.
    ///   - keep: Called with each item that is kept, once or more.
    func run(_ commits: some Sequence<Commit>, isRepeated: (Int32) -> Bool, keep: (Int32, Hit) -> Void) {
        var active = started
        var counts = [Int](repeating: 0, count: limits.count)
        var left = [Bool](repeating: false, count: limits.count)
        var nextCutoff = 0
        /// Of an item at several commits: references that have come to it.
        var seen: [Int32: [UInt64]] = [:]
        for commit in commits {
            while nextCutoff < byCutoff.count, let cutoff = limits[byCutoff[nextCutoff]].cutoff, commit.committedAt <= cutoff {
                let reference = byCutoff[nextCutoff]
                nextCutoff += 1
                left[reference] = true
                let limit = limits[reference]
                if !limit.isEither || limit.last >= 0 && counts[reference] >= limit.last { Self.remove(reference, from: &active) }
            }
            var reached = [UInt64](repeating: 0, count: active.count)
            for item in commit.items {
                var hits = zip(commit.words, active).map { $0 & $1 }
                if isRepeated(item) {
                    let before = seen[item] ?? Array(repeating: 0, count: active.count)
                    for word in hits.indices { hits[word] &= ~before[word] }
                    seen[item] = zip(before, commit.words).map { $0 | $1 }
                }
                guard let word = hits.firstIndex(where: { $0 != 0 }) else { continue }
                let reference = word * 64 + hits[word].trailingZeroBitCount
                keep(
                    item,
                    Hit(
                        reference: Int32(reference), place: Int32(clamping: counts[reference] + 1),
                        limit: Int32(clamping: limits[reference].last)))
                for word in hits.indices { reached[word] |= hits[word] }
            }
            count(reached, &counts, left, &active)
            if active.allSatisfy({ $0 == 0 }) { return }
        }
    }

    private func count(_ reached: [UInt64], _ counts: inout [Int], _ left: [Bool], _ active: inout [UInt64]) {
        for (word, bits) in reached.enumerated() {
            var rest = bits
            while rest != 0 {
                let reference = word * 64 + rest.trailingZeroBitCount
                rest &= rest - 1
                let limit = limits[reference]
                guard limit.last >= 0 else { continue }
                counts[reference] += 1
                // With `Or` it goes on as long as commits are within the time.
                if counts[reference] >= limit.last, !(limit.isEither && limit.cutoff != nil && !left[reference]) {
                    Self.remove(reference, from: &active)
                }
            }
        }
    }

    private static func remove(_ reference: Int, from words: inout [UInt64]) {
        words[reference / 64] &= ~(1 << UInt64(reference % 64))
    }
}
