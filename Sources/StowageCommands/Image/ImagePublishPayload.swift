import StageModel

/// The tags that were published.
struct ImagePublishPayload: Encodable {
    let repository: String
    let images: [ImageListing.Entry]
}
