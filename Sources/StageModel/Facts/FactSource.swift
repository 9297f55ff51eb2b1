import ContentHashing
import OCIModel

/// Where facts are read: the annotations of a manifest, and the labels of its config.
struct FactSource {
    /// A stage of more commits has none recorded: to choose by a part of them would be wrong.
    static let maximumCommits = 128
    /// What is longer is a mistake, not a build.
    static let maximumBuildDuration: Duration = .seconds(30 * 86_400)

    let manifest: Manifest
    let labels: ConfigLabels

    /// The annotation, else the label, of this name.
    func text(_ name: String) -> String? {
        Self.fact(manifest.annotations[name]) ?? Self.fact(labels[name])
    }

    private static func fact(_ text: String?) -> String? {
        text.flatMap { FactText.isRecorded($0) ? $0 : nil }
    }

    var commits: [CommitID] {
        // Longer than a fact may be.
        if let own = manifest.annotations[FactNames.commits] ?? labels[FactNames.commits] {
            return Self.commits(own.split(separator: " ", maxSplits: Self.maximumCommits))
        }
        let werf = WerfLabels.commits(labels)
        return Self.commits(werf.isEmpty ? [text("org.opencontainers.image.revision")].compactMap { $0 } : werf)
    }

    private static func commits(_ texts: [some StringProtocol]) -> [CommitID] {
        let commits = Set(texts.compactMap { CommitID($0) })
        return texts.count > maximumCommits ? [] : commits.sorted()
    }

    var parent: String? {
        let named = [FactNames.parent] + WerfLabels.parents + ["org.opencontainers.image.base.digest"]
        return named.lazy.compactMap { text($0) }.first { Self.namesImage($0) }
    }

    /// Without the parent.
    var imports: [String] {
        Set(WerfLabels.imports(labels).filter { Self.namesImage($0) }).sorted()
    }

    /// Whether a text is a stage's tag, a signature or a digest.
    private static func namesImage(_ text: String) -> Bool {
        StageTag(text) != nil || (try? Digest(text)) != nil
    }

    var buildDuration: Duration? {
        guard let milliseconds = text(FactNames.buildMilliseconds).flatMap({ Int64($0) }), milliseconds >= 0 else { return nil }
        let duration = Duration.milliseconds(milliseconds)
        return duration <= Self.maximumBuildDuration ? duration : nil
    }

    /// The names that OCI has for images; from annotations only, since images inherit the labels of those they are built on.
    var title: String? {
        ["org.opencontainers.image.title", "org.opencontainers.image.ref.name"].lazy.compactMap { Self.fact(manifest.annotations[$0]) }.first
    }

    /// What werf's label says counts for the tag that it was written for, not for those of images built on that one.
    func strategy(of tag: TagName) -> TagStrategy? {
        if let own = text(FactNames.strategy).flatMap(TagStrategy.init(rawValue:)) { return own }
        guard let strategy = labels[WerfLabels.tagStrategy].flatMap(TagStrategy.init(rawValue:)) else { return nil }
        guard let meant = labels[WerfLabels.imageTag] else { return strategy }
        return tag.value == meant || tag.value.hasSuffix("-\(meant)") ? strategy : nil
    }

    var signature: Signature? {
        let names = [FactNames.signature] + WerfLabels.signatures + WerfLabels.contentSignatures
        return names.lazy.compactMap { text($0) }.compactMap { Signature($0) }.first
    }

    /// Of the config and the layers, each once. The sizes are claims, so their sum may be anything.
    var size: Int64 {
        var seen: Set<Digest> = []
        return ((manifest.config.map { [$0] } ?? []) + manifest.layers).reduce(0) { sum, part in
            guard seen.insert(part.digest).inserted else { return sum }
            let (next, overflow) = sum.addingReportingOverflow(part.size)
            return overflow ? Int64.max : next
        }
    }
}
