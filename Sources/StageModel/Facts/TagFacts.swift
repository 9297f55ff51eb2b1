/// What a tag means to the farm, read from the tag itself, the manifest's annotations and the config's labels at ingest.
///
/// A missing or odd label is no fact, never a refusal.
package enum TagFacts: Hashable, Sendable {
    case stage(StageTag, StageFacts)
    case image(ImageFacts)
    case service(ServiceTag, labels: [String: String])
}
