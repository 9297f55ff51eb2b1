import StageModel

extension PlanMaker {
    /// Rule 3: what the strategy of an image's tag says, where neither rule 1 nor keep policies decided.
    mutating func applyStrategies() throws {
        noteSkippedGitRules()
        let custom = try policies.custom.map { (pattern: try Pattern($0.tags), policy: $0) }
        var images = ImageGroups(index)
        var survivors: [Survivor] = []
        for tag in tagNodes where roles[Int(tag)] == .image && verdicts[Int(tag)].action == .undecided {
            let strategy = strategies[Int(tag)] ?? .custom
            guard let rule = StrategyRule(strategy, policies, custom: custom, names: names(ofTag: tag)) else {
                verdicts[Int(tag)] = .keep(.none, .none)
                continue
            }
            if rule.deletesGone, let reason = goneReason(tag, strategy) {
                verdicts[Int(tag)] = .delete(rule.gone, text(reason))
                continue
            }
            let age = now - index.tags[Int(tag)].publishedAt
            if let expiry = rule.expiryDays, age > Int64(expiry) * StrategyRule.day {
                verdicts[Int(tag)] = .delete(rule.expiry, .age(age))
            } else if let limit = rule.limit {
                survivors.append(Survivor(tag: tag, image: images.number(ofTag: tag), rule: rule, limit: limit))
            } else if rule.expiryDays != nil {
                verdicts[Int(tag)] = .keep(rule.expiry, .age(age))
            } else {
                verdicts[Int(tag)] = .keep(.none, .none)
            }
        }
        applyLimits(survivors)
    }

    private struct Survivor {
        var tag: Int32
        var image: Int32
        var rule: StrategyRule
        var limit: Int
    }

    private mutating func applyLimits(_ survivors: [Survivor]) {
        // Tags are in the order of their names already, so their numbers break ties.
        let sorted = survivors.sorted { left, right in
            let (leftAt, rightAt) = (index.tags[Int(left.tag)].publishedAt, index.tags[Int(right.tag)].publishedAt)
            let (leftKey, rightKey) = ((left.image, left.rule.number), (right.image, right.rule.number))
            if leftKey != rightKey { return leftKey < rightKey }
            return leftAt == rightAt ? left.tag < right.tag : leftAt > rightAt
        }
        var rank = 0
        for (place, survivor) in sorted.enumerated() {
            let isNext = place > 0 && sorted[place - 1].image == survivor.image && sorted[place - 1].rule.number == survivor.rule.number
            rank = isNext ? rank + 1 : 1
            let fact = Fact.rank(Int32(clamping: rank), limit: Int32(clamping: survivor.limit))
            verdicts[Int(survivor.tag)] = rank > survivor.limit ? .delete(survivor.rule.limitRule, fact) : .keep(survivor.rule.limitRule, fact)
        }
    }

    private mutating func noteSkippedGitRules() {
        guard git == nil else { return }
        let skipped = [
            policies.gitTag.deletesGone ? "tags" : nil, policies.gitCommit.deletesGone ? "commits" : nil,
            policies.gitBranch.deletesGone ? "branches" : nil,
        ].compactMap { $0 }
        if policies.custom.contains(where: { ($0.limit ?? -1) >= 0 || ($0.expiryDays ?? -1) >= 0 }) {
            notes.append(
                "tags that nobody recorded a strategy of can't be told from git's tags and branches without git, so rules for custom tags "
                    + "govern them too. Give the clone with --git")
        }
        guard !skipped.isEmpty else { return }
        notes.append(
            "whether git's \(skipped.joined(separator: " and ")) are gone was not looked at, since there is no git. Give the clone with --git")
    }

    /// Why an image's tag stands for nothing in git any more; `nil` where it does, and where that can't be known.
    private func goneReason(_ tag: Int32, _ strategy: TagStrategy) -> String? {
        guard let git else { return nil }
        let reference = index.text(index.tags[Int(tag)].gitReference)
        switch strategy {
        case .gitTag:
            let names = names(ofTag: tag) + [reference].compactMap { $0 }
            return names.contains { git.hasTag($0) } ? nil : "git tag \(reference ?? names[0]) is gone"
        case .gitBranch:
            let names = names(ofTag: tag) + [reference].compactMap { $0 }
            return names.contains { git.hasBranch($0) } ? nil : "branch \(reference ?? names[0]) is gone"
        case .gitCommit:
            // An abbreviated commit, or another name, may stand for anything.
            guard let commit = commitOfName(tag) else { return nil }
            return git.reaches(commit) ? nil : "commit \(commit) is in no branch or tag"
        case .stagesSignature, .custom: return nil
        }
    }
}
