import StageModel

/// The references that keep policies look at, and how many images each of them keeps; as werf selects them.
struct ReferenceSelection {
    struct Selected {
        var reference: GitReference
        /// Of the last policy that selected it.
        var images: KeepPolicy.Limit
    }

    /// Branches, the newest first, and then tags, the newest first; of equal age by name.
    private(set) var selected: [Selected] = []
    private(set) var branchCount = 0

    /// - Throws: ``RetentionError`` with code `policy` where a pattern is no expression.
    init(_ policies: [KeepPolicy], references: [GitReference], now: Int64) throws {
        let sorted = references.sorted { left, right in
            if left.kind != right.kind { return left.kind == .branch }
            return left.modifiedAt == right.modifiedAt ? left.name < right.name : left.modifiedAt > right.modifiedAt
        }
        var images = [KeepPolicy.Limit?](repeating: nil, count: sorted.count)
        for policy in policies {
            let pattern = try NamePattern(policy.pattern)
            let kind: GitReference.Kind = policy.kind == .branch ? .branch : .tag
            let matching = sorted.indices.filter { sorted[$0].kind == kind && pattern.matches(sorted[$0].name) }
            for place in Self.limited(matching, by: policy.references, sorted, now: now) { images[place] = policy.imagesPerReference }
        }
        for (reference, images) in zip(sorted, images) {
            guard let images else { continue }
            selected.append(Selected(reference: reference, images: images))
            if reference.kind == .branch { branchCount += 1 }
        }
    }

    /// A side that isn't set selects everything, so that `Or` with one side selects everything too.
    private static func limited(_ places: [Int], by limit: KeepPolicy.Limit?, _ references: [GitReference], now: Int64) -> [Int] {
        guard let limit else { return places }
        let last = limit.last.flatMap { $0 < 0 ? nil : $0 }
        return places.enumerated().filter { rank, place in
            let isLast = last.map { rank < $0 } ?? true
            let isWithin = limit.within.map { references[place].modifiedAt.millisecondsSince1970 > now - $0 * 1000 } ?? true
            return limit.operator == .and ? isLast && isWithin : isLast || isWithin
        }.map(\.element)
    }
}
