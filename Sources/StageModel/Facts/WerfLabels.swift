/// The labels that werf writes: `pkg/image/const.go` of werf 1.1 and 2.
enum WerfLabels {
    /// `true` on a published image, `false` on a stage.
    static let image = "werf-image"
    static let imageName = "werf-image-name"
    /// The tag of a published image, without the image's name before it.
    static let imageTag = "werf-image-tag"
    static let tagStrategy = "werf-tag-strategy"
    /// Of the last stage; a published image inherits them from it.
    static let signatures = ["werf-stage-signature", "werf-stage-digest"]
    static let contentSignatures = ["werf-content-signature", "werf-stage-content-signature", "werf-stage-content-digest"]
    static let parents = ["werf.io/parent-stage-id", "werf-parent-stage-id"]
    /// The commit that was checked out.
    static let projectCommit = "werf-project-repo-commit"

    /// Where files were imported from: `werf-import-SOURCE` is the image id of the source, a digest of its config (1.1);
    /// `werf-import-source-stage-id-ID` and `werf-dependency-stage-id-ID` are stages (2). Checksums of imports say nothing of where
    /// from.
    static func imports(_ labels: ConfigLabels) -> [String] {
        labels.all.compactMap { name, value in
            let isImport = name.hasPrefix("werf-import-") && !name.hasPrefix("werf-import-checksum-")
            return isImport || name.hasPrefix("werf-dependency-stage-id-") ? value : nil
        }
    }

    /// The commits that went in: one a git mapping, and the one that was checked out.
    ///
    /// The commit of a merge that a CI made up for its job is in nobody's clone; for a mapping that says so the commit that was
    /// merged stands in.
    static func commits(_ labels: ConfigLabels) -> [String] {
        var commits: [String] = []
        var isVirtual = false
        for (name, value) in labels.all where name.hasPrefix("werf-git-") && name.hasSuffix("-commit") {
            let mapping = name.dropLast("-commit".count)
            if mapping.hasSuffix("-virtual-merge-from") || mapping.hasSuffix("-virtual-merge-into") { continue }
            if labels["\(mapping)-virtual-merge"] == "true" {
                isVirtual = true
                commits.append(labels["\(mapping)-virtual-merge-from-commit"] ?? value)
            } else {
                commits.append(value)
            }
        }
        if !isVirtual, let commit = labels[projectCommit] { commits.append(commit) }
        return commits
    }
}
