import StageModel

extension PlanMaker {
    /// Rule 1: what is kept for good.
    mutating func protect() throws {
        let lists = try KeepRules(policies, index: index)
        let uses = UseIndex(input.uses, index: index)
        noteUnmatched(lists, uses)
        let watermark = Generations(input.inventory.watermark, repositories: input.inventory.repositories)
        for tag in tagNodes {
            let row = index.tags[Int(tag)]
            let manifest = index.manifestOfTag[Int(tag)]
            let reason = lists.reason(forTag: tag) ?? uses.reason(forTag: tag) ?? uses.reason(forManifest: manifest)
            if let reason {
                verdicts[Int(tag)] = .keep(reason.rule, text(reason.text))
            } else if !watermark.cover(row.generation, of: row.repository) {
                verdicts[Int(tag)] = .keep(.published, .none)
            } else if hasOwnAge(tag) {
                protect(tag, publishedAt: row.publishedAt)
            }
        }
        for manifest in manifestNumbers where index.isUntagged(manifest) {
            let node = node(ofManifest: manifest)
            let row = index.manifests[Int(manifest)]
            if let reason = lists.reason(forManifest: manifest) ?? uses.reason(forManifest: manifest) {
                verdicts[Int(node)] = .keep(reason.rule, text(reason.text))
            } else if !watermark.cover(row.generation, of: row.repository) {
                verdicts[Int(node)] = .keep(.published, .none)
            } else if subjects[node] == nil {
                protect(node, publishedAt: row.createdAt)
            }
        }
        // A record of a commit that the snapshot may not know.
        for recorded in recordedCommits where verdicts[Int(recorded.tag)].action == .undecided {
            let record = index.tags[Int(recorded.record)]
            if !watermark.cover(record.generation, of: record.repository) { verdicts[Int(recorded.tag)] = .keep(.published, .none) }
        }
    }

    /// A slip of the pen there costs what it was to keep.
    private mutating func noteUnmatched(_ lists: KeepRules, _ uses: UseIndex) {
        let entries = lists.unmatchedEntries.map { "'\($0.prefix(300))' in the keep list names nothing of this project, so it keeps nothing" }
        let patterns = lists.unmatchedPatterns.map { "the keep pattern '\($0.prefix(300))' matches no tag of this project, so it keeps nothing" }
        let listed = uses.unmatched.map { "\($0.owner): '\($0.text)' names nothing of this project, so it keeps nothing" }
        for lines in [entries, patterns, listed] {
            notes += lines.prefix(Self.listedNotes)
            if lines.count > Self.listedNotes { notes.append("and \(lines.count - Self.listedNotes) more of these") }
        }
        if uses.isAllElsewhere { notes.append("nothing of what was named as in use is of this project; was the right cluster asked?") }
    }

    private static let listedNotes = 20

    /// Referrers, and records of what is here, live as long as what they are about, however old or used they are.
    private func hasOwnAge(_ tag: Int32) -> Bool {
        switch roles[Int(tag)] {
        case .stage, .image: true
        case .referrer: false
        case .service: orphans[tag] != nil
        }
    }

    private mutating func protect(_ node: Int32, publishedAt: Int64) {
        let (builtFor, usedFor) = (policies.keepBuiltWithin * 1000, policies.keepUsedWithin * 1000)
        let used = usedAt[Int(node)]
        if builtFor > 0, publishedAt >= now - builtFor {
            verdicts[Int(node)] = .keep(.builtWithin, .age(now - publishedAt))
        } else if usedFor > 0, used != InventoryManifest.never, used >= now - usedFor {
            verdicts[Int(node)] = .keep(.usedWithin, .age(now - used))
        }
    }
}
