import StageModel

/// Which strategy an image's tag has where none was recorded and no label says one: that of the first pattern that matches its name;
/// else it is a tag or branch of git by its slug; else `custom`.
struct Classification {
    /// Patterns where no source of policies says others: 40 or 64 hexadecimal digits are a commit.
    static let defaults = [ClassificationPattern(tags: "[0-9a-f]{40}|[0-9a-f]{64}", strategy: .gitCommit)]

    private let patterns: [(pattern: Pattern, strategy: TagStrategy)]
    private let git: GitNames?

    /// - Parameter patterns: Those of checked policies; one that is no expression matches nothing.
    init(_ patterns: [ClassificationPattern], git: GitNames?) {
        self.patterns = patterns.compactMap { entry in
            guard let strategy = TagStrategy(rawValue: entry.strategy.rawValue) else { return nil }
            do { return (try Pattern(entry.tags), strategy) } catch { return nil }
        }
        self.git = git
    }

    /// - Parameter names: The tag, and what it may be without the image's name.
    func strategy(of names: [String]) -> TagStrategy {
        for entry in patterns where names.contains(where: { entry.pattern.matches($0) }) { return entry.strategy }
        guard let git else { return .custom }
        if names.contains(where: { git.hasTag($0) }) { return .gitTag }
        return names.contains(where: { git.hasBranch($0) }) ? .gitBranch : .custom
    }
}
