/// Which strategy an image's tag has: the recorded one; else what its labels say; else the first pattern that matches its name; else
/// it is a tag or branch of git by its slug; else `custom`.
package enum Classification {
    /// Patterns where no source of policies says others: 40 or 64 hexadecimal digits are a commit.
    package static let defaults = [ClassificationPattern(tags: "[0-9a-f]{40}|[0-9a-f]{64}", strategy: .gitCommit)]
}
