import OCIModel
import StageModel

/// Writes what a rule looked at in words.
struct ReasonText {
    private let maker: PlanMaker
    private let index: ProjectIndex
    private let policies: CleanupPolicies

    init(_ maker: PlanMaker) {
        self.maker = maker
        index = maker.index
        policies = maker.policies
    }

    func reason(of node: Int32) -> String {
        let verdict = maker.verdicts[Int(node)]
        switch verdict.fact {
        case .none: return plain(verdict, of: node)
        case .text(let number): return maker.texts[number]
        case .age(let age): return aged(verdict, age)
        case .rank(let rank, let limit):
            return "\(Self.newest(rank)) of \(strategy(of: node)) \(image(of: node)); limit \(limit)"
        case .reached(let reference, let place, let limit): return reached(maker.references[Int(reference)], place, limit)
        case .node(let other): return related(verdict, of: node, to: other)
        }
    }

    private func plain(_ verdict: Verdict, of node: Int32) -> String {
        switch verdict.rule {
        case .published: return "published after the watermark"
        case .keepPolicies: return "reached from none of the references that keepPolicies name"
        default: break
        }
        guard node < maker.tagNodes.upperBound else { return "no rule governs untagged manifests" }
        switch maker.roles[Int(node)] {
        case .stage: return "no rule governs stages"
        case .image: return "no rule governs \(strategy(of: node))"
        case .service, .referrer: return "no rule governs it"
        }
    }

    private func aged(_ verdict: Verdict, _ age: Int64) -> String {
        let time = Self.duration(age)
        switch verdict.rule {
        case .builtWithin: return "built \(time) ago; kept for \(Self.duration(policies.keepBuiltWithin * 1000))"
        case .usedWithin: return "used \(time) ago; kept for \(Self.duration(policies.keepUsedWithin * 1000))"
        case .gitTagExpiry: return expired(time, policies.gitTag.expiryDays)
        case .gitCommitExpiry: return expired(time, policies.gitCommit.expiryDays)
        case .stagesSignatureExpiry: return expired(time, policies.stagesSignature.expiryDays)
        case .unneeded:
            let keepFor = Self.duration((policies.stagesKeepUnneededFor ?? 0) * 1000)
            return "nothing that is kept needs it; last used \(time) ago; kept for \(keepFor)"
        case .budget:
            let budget = Self.bytes(policies.budget ?? 0)
            return verdict.action == .keep
                ? "frees nothing, since its bytes stay for others" : "last used \(time) ago; the stages' budget is \(budget)"
        case .untagged: return "without a tag for \(time); kept for \(Self.duration((policies.untaggedKeepFor ?? 0) * 1000))"
        default: return "published \(time) ago"
        }
    }

    private func expired(_ time: String, _ days: Int?) -> String {
        "published \(time) ago; expiry \(days ?? 0) d"
    }

    private func reached(_ reference: GitReference, _ place: Int32, _ limit: Int32) -> String {
        let name = "\(reference.kind.rawValue) \(reference.name)"
        guard place > 0 else { return "reached from \(name), beyond the images that it keeps" }
        return limit < 0 ? "reached from \(name)" : "reached from \(name), \(Self.newest(place)) of \(limit)"
    }

    private func related(_ verdict: Verdict, of node: Int32, to other: Int32) -> String {
        let name = name(of: other)
        switch (verdict.rule, verdict.action) {
        case (.indexMember, .delete): return "goes with \(name)"
        case (.indexMember, _): return "listed by \(name)"
        case (.importSource, _): return "import source of \(name)"
        case (.referrer, .delete): return "goes with its subject, \(name)"
        case (.referrer, _): return isSubject(node, of: other) ? "subject of \(name)" : "refers to \(name)"
        case (.service, .delete): return "goes with \(name)"
        case (.service, _): return "a record of \(name)"
        default: return isStage(other) ? "ancestor of \(name)" : "needed by \(name)"
        }
    }

    private func isSubject(_ node: Int32, of other: Int32) -> Bool {
        let manifest = node < maker.tagNodes.upperBound ? index.manifestOfTag[Int(node)] : node - maker.tagNodes.upperBound
        return maker.subjects[other]?.contains(manifest) == true
    }

    private func isStage(_ node: Int32) -> Bool {
        node < maker.tagNodes.upperBound && maker.roles[Int(node)] == .stage
    }

    /// `stage chat/stages:TAG`; of a manifest its first tag, one that is kept where there is any.
    private func name(of node: Int32) -> String {
        guard node >= maker.tagNodes.upperBound else {
            let name = "\(index.repositoryName(ofTag: node)):\(index.tags[Int(node)].name)"
            return isStage(node) ? "stage \(name)" : "image \(name)"
        }
        let manifest = node - maker.tagNodes.upperBound
        let tags = index.tagsOfManifest[manifest]
        if let tag = tags.first(where: { maker.verdicts[Int($0)].action == .keep }) ?? tags.first { return name(of: tag) }
        let row = index.manifests[Int(manifest)]
        return "manifest \(index.inventory.repositories[Int(row.repository)].value)@\(index.digest(row.digest))"
    }

    private func strategy(of tag: Int32) -> String {
        (maker.strategies[Int(tag)] ?? .custom).rawValue
    }

    private func image(of tag: Int32) -> String {
        let name = index.text(index.tags[Int(tag)].imageName) ?? ""
        return name.isEmpty ? "in \(index.repositoryName(ofTag: tag))" : "for image \(name)"
    }
}

extension ReasonText {
    /// `newest`, `2nd newest`, `11th newest`.
    static func newest(_ rank: Int32) -> String {
        guard rank > 1 else { return "newest" }
        let suffix =
            switch (rank % 10, rank % 100) {
            case (1, let hundred) where hundred != 11: "st"
            case (2, let hundred) where hundred != 12: "nd"
            case (3, let hundred) where hundred != 13: "rd"
            default: "th"
            }
        return "\(rank)\(suffix) newest"
    }

    /// In its two largest units, cut: `3 d 4 h`, `59 min 58 s`, `0 s`.
    static func duration(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds / 1000)
        let units: [(name: String, seconds: Int64)] = [("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)]
        for (place, unit) in units.enumerated() where seconds >= unit.seconds {
            let first = "\(seconds / unit.seconds) \(unit.name)"
            guard place + 1 < units.count else { return first }
            let second = seconds % unit.seconds / units[place + 1].seconds
            return second == 0 ? first : "\(first) \(second) \(units[place + 1].name)"
        }
        return "0 s"
    }

    /// `3 B`, `1.4 MiB`, cut to a tenth.
    static func bytes(_ count: Int64) -> String {
        let names = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
        var unit: Int64 = 1
        var place = 0
        while place < names.count - 1, count / 1024 >= unit {
            unit *= 1024
            place += 1
        }
        guard place > 0 else { return "\(count) B" }
        return "\(count / unit).\(count % unit * 10 / unit) \(names[place])"
    }
}
