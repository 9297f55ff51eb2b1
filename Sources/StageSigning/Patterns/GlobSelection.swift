import ContentHashing

/// Chooses the entries that a pattern with wildcards matches, folder by folder.
///
/// It is the set of parts of the pattern that a name may match next: with `**` there may be several.
struct GlobSelection: TreeSelection {
    enum Part: Hashable, Sendable {
        case name(NamePattern)
        /// `**`
        case anyFolders
    }

    private let parts: [Part]
    /// Sorted places of `parts`.
    private let places: [Int]

    /// - Returns: `nil` where a part is malformed.
    init?(_ parts: ArraySlice<[UInt8]>) {
        var patterns: [Part] = []
        for part in parts {
            if part.elementsEqual("**".utf8) {
                if patterns.last != .anyFolders { patterns.append(.anyFolders) }
            } else {
                guard let pattern = NamePattern(part) else { return nil }
                patterns.append(.name(pattern))
            }
        }
        // At the end it is everything below, which is any name in any folder.
        if patterns.last == .anyFolders, let any = NamePattern(Array("*".utf8)) { patterns.append(.name(any)) }
        self.init(parts: patterns, places: Self.withSkips([0], patterns))
    }

    private init(parts: [Part], places: [Int]) {
        self.parts = parts
        self.places = places
    }

    /// `**` may stand for no folder at all.
    private static func withSkips(_ places: Set<Int>, _ parts: [Part]) -> [Int] {
        var all = places
        for place in places where place < parts.count && parts[place] == .anyFolders { all.insert(place + 1) }
        return all.sorted()
    }

    func decision(for name: UnsafeRawBufferPointer) -> TreeDecision {
        var next: Set<Int> = []
        for place in places {
            switch parts[place] {
            case .anyFolders: next.insert(place)
            case .name(let pattern) where pattern.matches(name):
                if place + 1 == parts.count { return .take }
                next.insert(place + 1)
            case .name: break
            }
        }
        return next.isEmpty ? .leaveOut : .lookInside(GlobSelection(parts: parts, places: Self.withSkips(next, parts)))
    }
}
