import Retention
import StageModel

/// werf's scan as its documentation says it, reference after reference and commit after commit; slow, and so easy to believe.
struct PlainScan {
    struct Item {
        var name: String
        var commits: [CommitID]
    }

    let git: GitSnapshot
    let now: Timestamp
    let items: [Item]

    /// The names of what is kept.
    func kept(by policies: [KeepPolicy]) throws -> Set<String> {
        var images: [String: KeepPolicy.Limit] = [:]
        for policy in policies {
            for reference in try selected(by: policy) { images["\(reference.kind) \(reference.name)"] = policy.imagesPerReference }
        }
        var names: Set<String> = []
        for reference in git.references {
            if let limit = images["\(reference.kind) \(reference.name)"] { names.formUnion(kept(from: reference, limit)) }
        }
        return names
    }

    private func selected(by policy: KeepPolicy) throws -> [GitReference] {
        let pattern = policy.pattern.hasPrefix("/") ? try Pattern(String(policy.pattern.dropFirst().dropLast())) : nil
        let matching = git.references.filter {
            $0.kind.rawValue == policy.kind.rawValue && (pattern?.matches($0.name) ?? ($0.name == policy.pattern))
        }.sorted { ($1.modifiedAt, $0.name) < ($0.modifiedAt, $1.name) }
        guard let limit = policy.references else { return matching }
        let last = Set(matching.prefix(limit.last.map { $0 < 0 ? Int.max : $0 } ?? Int.max).map(\.name))
        let young = Set(matching.filter { reference in limit.within.map { isWithin(reference.modifiedAt, $0) } ?? true }.map(\.name))
        return matching.filter { limit.operator == .and ? last.contains($0.name) && young.contains($0.name) : last.union(young).contains($0.name) }
    }

    private func isWithin(_ time: Timestamp, _ seconds: Int64) -> Bool {
        time > now.advanced(by: .seconds(-seconds))
    }

    private func time(_ commit: CommitID) -> Timestamp {
        git.graph.position(of: commit).map { git.graph.committedAt($0) } ?? Timestamp(millisecondsSince1970: .min)
    }

    private func kept(from reference: GitReference, _ limit: KeepPolicy.Limit) -> [String] {
        let last = limit.last ?? 1
        guard last != 0 else { return [] }
        let reached = reached(from: reference)
        var newest: [(item: String, commit: CommitID)] = []
        for item in items {
            let hits = item.commits.filter { commit in
                reached.contains(commit) && (limit.operator == .or || limit.within.map { isWithin(time(commit), $0) } ?? true)
            }
            // Of commits at one time the one that the graph has first.
            let first = hits.max { left, right in
                time(left) == time(right)
                    ? git.graph.position(of: left) ?? 0 > git.graph.position(of: right) ?? 0 : time(left) < time(right)
            }
            if let first { newest.append((item.name, first)) }
        }
        guard last > 0, newest.count > last else { return newest.map(\.item) }
        let commits = Set(newest.map(\.commit)).sorted { left, right in
            time(left) == time(right) ? git.graph.position(of: left) ?? 0 < git.graph.position(of: right) ?? 0 : time(left) > time(right)
        }
        let byLast = Set(commits.prefix(last))
        guard let within = limit.within else { return newest.filter { byLast.contains($0.commit) }.map(\.item) }
        let byTime = Set(commits.filter { isWithin(time($0), within) })
        let both = limit.operator == .and ? byLast.intersection(byTime) : byLast.union(byTime)
        return newest.filter { both.contains($0.commit) }.map(\.item)
    }

    private func reached(from reference: GitReference) -> Set<CommitID> {
        var reached: Set<CommitID> = [reference.commit]
        guard reference.kind == .branch, let head = git.graph.position(of: reference.commit) else { return reached }
        var pending = [head]
        var seen: Set<Int> = [head]
        while let position = pending.popLast() {
            reached.insert(git.graph.commit(at: position))
            for parent in git.graph.parents(of: position) where seen.insert(Int(parent)).inserted { pending.append(Int(parent)) }
        }
        return reached
    }
}
