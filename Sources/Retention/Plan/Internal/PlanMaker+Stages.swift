extension PlanMaker {
    /// Rule 4, between two looks at what is needed: first by what the rules before keep, then by the stages that stay on their own.
    mutating func decideStages() {
        var closure = NeedGraph.Closure(count: needs.nodeCount)
        addRoots(to: &closure)
        keepNeeded(closure, isProtected: true)
        var staying: [Int32] = []
        for tag in tagNodes where roles[Int(tag)] == .stage && verdicts[Int(tag)].action == .undecided {
            verdicts[Int(tag)] = unneeded(tag)
            if verdicts[Int(tag)].action == .keep { staying.append(tag) }
        }
        closure.add(staying, in: needs)
        keepNeeded(closure, isProtected: false)
    }

    private func unneeded(_ tag: Int32) -> Verdict {
        guard let keepFor = policies.stagesKeepUnneededFor else { return .keep(.none, .none, isProtected: false) }
        let idle = now - lastUse(ofStage: tag)
        return idle > keepFor * 1000 ? .delete(.unneeded, .age(idle)) : .keep(.unneeded, .age(idle), isProtected: false)
    }

    /// A stage that nobody used was of use when it was published.
    func lastUse(ofStage tag: Int32) -> Int64 {
        max(usedAt[Int(tag)], index.tags[Int(tag)].publishedAt)
    }

    /// What is kept for its own sake. Referrers and records are so only by rule 1; then their subject is, too.
    private func addRoots(to closure: inout NeedGraph.Closure) {
        var roots: [Int32] = []
        var links: [(source: Int32, target: Int32)] = []
        for node in Int32(0)..<Int32(verdicts.count) where verdicts[Int(node)].action == .keep {
            roots.append(node)
            for subject in subjects[node] ?? [] where !isInTrash[Int(subject)] { links.append((node, needs.need(ofManifest: subject))) }
        }
        closure.add(roots, links: links, in: needs)
    }

    /// Referrers and records come last: what they belong to may still go.
    private mutating func keepNeeded(_ closure: NeedGraph.Closure, isProtected: Bool) {
        for tag in tagNodes where closure.isReached[Int(tag)] && (roles[Int(tag)] == .stage || roles[Int(tag)] == .image) {
            if verdicts[Int(tag)].action != .keep {
                verdicts[Int(tag)] = .keep(Self.rule(closure.kind[Int(tag)]), .node(closure.origin[Int(tag)]), isProtected: isProtected)
            } else if isProtected {
                verdicts[Int(tag)].isProtected = true
            }
        }
    }

    static func rule(_ kind: NeedGraph.Kind) -> Rule {
        switch kind {
        case .target, .ancestor: .ancestor
        case .member: .indexMember
        case .importSource: .importSource
        case .referrer, .subject: .referrer
        case .service: .service
        }
    }

    /// Ends with one last look from all that is kept now: members, referrers and records go or stay with what they belong to.
    mutating func settle() {
        var closure = NeedGraph.Closure(count: needs.nodeCount)
        addRoots(to: &closure)
        let unknown = text("what it describes is not here")
        let record = text("a record of werf's")
        for node in Int32(0)..<Int32(verdicts.count) {
            if closure.isReached[Int(node)] {
                guard verdicts[Int(node)].action != .keep, isDecided(node) else { continue }
                verdicts[Int(node)] = .keep(Self.rule(closure.kind[Int(node)]), .node(closure.origin[Int(node)]))
            } else if verdicts[Int(node)].action == .undecided, isDecided(node) {
                verdicts[Int(node)] = unreached(node, unknown: unknown, record: record)
            }
        }
        isManifestKept = manifestNumbers.map { closure.isReached[Int(node(ofManifest: $0))] }
        // What is kept since nothing speaks against it is reached from nowhere.
        for node in Int32(0)..<Int32(verdicts.count) where verdicts[Int(node)].action == .keep && isDecided(node) {
            let manifest = node < tagNodes.upperBound ? index.manifestOfTag[Int(node)] : node - tagNodes.upperBound
            isManifestKept[Int(manifest)] = true
        }
    }

    /// Manifests with tags are what their tags are.
    func isDecided(_ node: Int32) -> Bool {
        guard node >= tagNodes.upperBound else { return true }
        let manifest = node - tagNodes.upperBound
        return index.isUntagged(manifest) && !isInTrash[Int(manifest)]
    }

    private func unreached(_ node: Int32, unknown: Fact, record: Fact) -> Verdict {
        if let subject = subjects[node]?.first { return .delete(.referrer, .node(self.node(ofManifest: subject))) }
        if node >= tagNodes.upperBound {
            let container = index.containers[node - tagNodes.upperBound].first
            return container.map { .delete(.indexMember, .node(self.node(ofManifest: $0))) } ?? .keep(.none, .none)
        }
        if let described = described[node] { return .delete(.service, .node(described)) }
        return orphans[node] == true && deletesStages ? .delete(.service, unknown) : .keep(.service, record)
    }
}
