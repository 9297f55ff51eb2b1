import ContentHashing
package import OCIModel

extension TagFacts {
    /// Whether the labels of a config can say more of the tag than it says itself.
    package static func needLabels(_ tag: TagName) -> Bool {
        switch ServiceTag(tag) {
        case .rejected, .clientID: false
        default: true
        }
    }

    /// Reads what is known of a tag.
    ///
    /// A stage's tag is an image's where the labels say `werf-image: "true"`. Of a fact that stands in several places the
    /// manifest's annotation counts, then the config's label; Stowage's own names before those of others.
    package init(_ tag: TagName, manifest: Manifest, labels: ConfigLabels) {
        let source = FactSource(manifest: manifest, labels: labels)
        if let service = ServiceTag(tag) {
            self = .service(service, labels: Self.bounded(labels))
        } else if labels[WerfLabels.image] != "true", let stage = StageTag(tag) {
            self = .stage(stage, StageFacts(source))
        } else {
            self = .image(ImageFacts(source, tag: tag))
        }
    }

    /// Of a record, so many labels are kept, in the order of their names.
    package static let maximumServiceLabels = 64
    /// With so many bytes.
    package static let maximumServiceLabelSize = 16 * 1024

    private static func bounded(_ labels: ConfigLabels) -> [String: String] {
        var kept: [String: String] = [:]
        var size = 0
        for (name, value) in labels.all where kept.count < maximumServiceLabels {
            let length = name.utf8.count + value.utf8.count
            guard size + length <= maximumServiceLabelSize else { continue }
            size += length
            kept[name] = value
        }
        return kept
    }
}

extension StageFacts {
    /// Reads what is known of a manifest as a stage, whatever its tag.
    package init(_ manifest: Manifest, labels: ConfigLabels) {
        self.init(FactSource(manifest: manifest, labels: labels))
    }

    fileprivate init(_ source: FactSource) {
        self.init(
            stageName: source.text(FactNames.stageName), imageName: source.text(FactNames.imageName) ?? source.text(WerfLabels.imageName),
            parent: source.parent, commits: source.commits, imports: source.imports, gitReference: source.text(FactNames.gitReference),
            buildDuration: source.buildDuration,
            size: source.size)
    }
}

extension ImageFacts {
    /// Reads what is known of a manifest as an image under this tag.
    package init(_ manifest: Manifest, tag: TagName, labels: ConfigLabels) {
        self.init(FactSource(manifest: manifest, labels: labels), tag: tag)
    }

    fileprivate init(_ source: FactSource, tag: TagName) {
        self.init(
            imageName: source.text(FactNames.imageName) ?? source.text(WerfLabels.imageName) ?? source.title,
            strategy: source.strategy(of: tag), gitReference: source.text(FactNames.gitReference), commits: source.commits,
            imports: Set(source.imports + [source.parent].compactMap { $0 }).sorted(), signature: source.signature, size: source.size)
    }
}
