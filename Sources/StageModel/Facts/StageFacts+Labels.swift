extension StageFacts {
    /// The facts as labels and annotations, under the names of ``FactNames``. The size is no label: the manifest says it.
    package var labels: [String: String] {
        var labels: [String: String] = [:]
        labels[FactNames.stageName] = stageName
        labels[FactNames.imageName] = imageName
        labels[FactNames.parent] = parent
        if !commits.isEmpty { labels[FactNames.commits] = commits.map(\.value).joined(separator: " ") }
        labels[FactNames.gitReference] = gitReference
        if let buildDuration {
            let (seconds, attoseconds) = buildDuration.components
            labels[FactNames.buildMilliseconds] = String(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
        }
        return labels
    }
}
