import StageModel

extension PlanMaker {
    /// An item on a commit, for one image.
    private struct Entry {
        var image: Int32
        var committedAt: Int64
        /// In the graph.
        var position: Int32
        var tag: Int32
    }

    /// Rule 2: what is reached is kept, what isn't is deleted, of all images and stages that have commits.
    mutating func applyKeepPolicies() throws {
        guard !policies.keepPolicies.isEmpty else { return }
        let governed = governedTags()
        guard let git = input.git else {
            notes.append(
                "keepPolicies were skipped, since there is no git; what they govern (\(governed.count { $0 }) tags) is kept. Give the clone with --git"
            )
            let fact = text("keepPolicies govern it, and there is no git")
            for tag in tagNodes where governed[Int(tag)] && verdicts[Int(tag)].action == .undecided {
                verdicts[Int(tag)] = .keep(.keepPolicies, fact)
            }
            return
        }
        let selection = try ReferenceSelection(policies.keepPolicies, references: git.references, now: now)
        references = selection.selected.map(\.reference)
        if references.isEmpty { notes.append("keepPolicies name no branch or tag that git has: what they govern is deleted") }
        let entries = entries(of: governed, in: git.graph)
        let reached = try ReachedReferences(selection, in: git.graph, to: Array(Set(entries.lazy.map { Int($0.position) })))
        scan(entries, KeepScan(selection.selected.map(\.images), now: now), reached)
        decideUnreached(governed, entries, reached)
    }

    /// Images and stages with facts about commits.
    private func governedTags() -> [Bool] {
        var governed = tagNodes.map { !index.tags[Int($0)].commits.isEmpty && isImageOrStage($0) || commitOfName($0) != nil }
        for recorded in recordedCommits { governed[Int(recorded.tag)] = true }
        return governed
    }

    private func isImageOrStage(_ tag: Int32) -> Bool {
        switch roles[Int(tag)] {
        case .image, .stage: true
        case .service, .referrer: false
        }
    }

    /// The commit that an image is called by.
    func commitOfName(_ tag: Int32) -> CommitID? {
        guard roles[Int(tag)] == .image, strategies[Int(tag)] == .gitCommit else { return nil }
        if let reference = index.text(index.tags[Int(tag)].gitReference), let commit = CommitID(reference) { return commit }
        return names(ofTag: tag).lazy.compactMap { CommitID($0) }.first
    }

    /// All items with their commits that the history has, sorted for the scan. Rejected stages, and what rule 1 keeps, take no places.
    private func entries(of governed: [Bool], in graph: CommitGraph) -> [Entry] {
        var images = ImageGroups(index)
        var entries: [Entry] = []
        func add(_ tag: Int32, _ commit: CommitID, _ image: Int32) {
            guard let position = graph.position(of: commit) else { return }
            entries.append(
                Entry(image: image, committedAt: graph.committedAt(position).millisecondsSince1970, position: Int32(position), tag: tag))
        }
        func counts(_ tag: Int32) -> Bool {
            verdicts[Int(tag)].action == .undecided && !index.tags[Int(tag)].isRejected
        }
        for tag in tagNodes where governed[Int(tag)] && isImageOrStage(tag) && counts(tag) {
            let image = images.number(ofTag: tag)
            let commits = index.tags[Int(tag)].commits
            for place in commits { add(tag, index.inventory.commits[Int(place)], image) }
            if let commit = commitOfName(tag) { add(tag, commit, image) }
        }
        for recorded in recordedCommits where counts(recorded.tag) {
            add(recorded.tag, recorded.commit, images.number(ofTag: recorded.tag, nameHash: recorded.nameHash))
        }
        entries.sort {
            if $0.image != $1.image { return $0.image < $1.image }
            if $0.committedAt != $1.committedAt { return $0.committedAt > $1.committedAt }
            return ($0.position, $0.tag) < ($1.position, $1.tag)
        }
        return entries
    }

    private mutating func scan(_ entries: [Entry], _ scan: KeepScan, _ reached: ReachedReferences) {
        var count = [Int32](repeating: 0, count: index.tags.count)
        for entry in entries { count[Int(entry.tag)] += 1 }
        let tags = entries.map(\.tag)
        var start = 0
        while start < entries.count {
            var end = start
            while end < entries.count, entries[end].image == entries[start].image { end += 1 }
            let commits = CommitsOfImage(range: start..<end, positions: { entries[$0].position }) { range in
                KeepScan.Commit(
                    committedAt: entries[range.lowerBound].committedAt, words: reached.words(of: entries[range.lowerBound].position),
                    items: tags[range])
            }
            var kept: [(Int32, KeepScan.Hit)] = []
            scan.run(commits, isRepeated: { count[Int($0)] > 1 }, keep: { kept.append(($0, $1)) })
            for (tag, hit) in kept where verdicts[Int(tag)].action == .undecided {
                verdicts[Int(tag)] = .keep(.keepPolicies, .reached(reference: hit.reference, place: hit.place, limit: hit.limit))
            }
            start = end
        }
    }

    private mutating func decideUnreached(_ governed: [Bool], _ entries: [Entry], _ reached: ReachedReferences) {
        var beyond: [Int32: Int32] = [:]
        for entry in entries where verdicts[Int(entry.tag)].action == .undecided && beyond[entry.tag] == nil {
            let words = reached.words(of: entry.position)
            guard let word = words.firstIndex(where: { $0 != 0 }) else { continue }
            beyond[entry.tag] = Int32(word * 64 + words[word].trailingZeroBitCount)
        }
        for tag in tagNodes where verdicts[Int(tag)].action == .undecided {
            if governed[Int(tag)] && !index.tags[Int(tag)].isRejected {
                let fact = beyond[tag].map { Fact.reached(reference: $0, place: 0, limit: 0) }
                verdicts[Int(tag)] = .delete(.keepPolicies, fact ?? .none)
            } else if index.tags[Int(tag)].isRejected, policies.stagesKeepUnneededFor == nil {
                verdicts[Int(tag)] = .delete(.keepPolicies, text("rejected, so that no build uses it"))
            }
        }
    }
}

/// The commits of one image, made one after the other.
private struct CommitsOfImage: Sequence, IteratorProtocol {
    var range: Range<Int>
    let positions: (Int) -> Int32
    let make: (Range<Int>) -> KeepScan.Commit

    mutating func next() -> KeepScan.Commit? {
        guard !range.isEmpty else { return nil }
        var end = range.lowerBound + 1
        while end < range.upperBound, positions(end) == positions(range.lowerBound) { end += 1 }
        defer { range = end..<range.upperBound }
        return make(range.lowerBound..<end)
    }
}
