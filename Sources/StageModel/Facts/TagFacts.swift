package import OCIModel

/// What a tag means to the farm, read from the tag itself, the manifest's annotations and the config's labels at ingest.
///
/// A missing or odd label is no fact, never a refusal.
package enum TagFacts: Hashable, Sendable {
    case stage(StageTag, StageFacts)
    case image(ImageFacts)
    case service(ServiceTag, labels: [String: String])

    /// What the tag says by itself.
    package init(_ tag: TagName) {
        if let service = ServiceTag(tag) {
            self = .service(service, labels: [:])
        } else if let stage = StageTag(tag) {
            self = .stage(stage, StageFacts())
        } else {
            self = .image(ImageFacts())
        }
    }
}
