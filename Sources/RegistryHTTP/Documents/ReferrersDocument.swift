import ContentHashing
import OCIModel

/// The answer of the referrers API: an image index that is made for the question.
struct ReferrersDocument: Encodable {
    struct Entry: Encodable {
        let mediaType: String
        let digest: String
        let size: Int64
        let artifactType: String?
        let annotations: [String: String]?

        init(_ descriptor: Descriptor) {
            self.mediaType = descriptor.mediaType.value
            self.digest = descriptor.digest.description
            self.size = descriptor.size
            self.artifactType = descriptor.artifactType
            self.annotations = descriptor.annotations.isEmpty ? nil : descriptor.annotations
        }

        /// Bytes that the entry takes in JSON, about, and not less by much.
        var weight: Int {
            (annotations ?? [:]).reduce(256 + mediaType.utf8.count + (artifactType?.utf8.count ?? 0)) {
                $0 + $1.key.utf8.count + $1.value.utf8.count * 2 + 8
            }
        }
    }

    let schemaVersion = 2
    let mediaType = MediaType.ociImageIndex.value
    let manifests: [Entry]

    /// Takes descriptors as long as the document stays small enough for clients that refuse a manifest over 4 MB; at
    /// least one.
    init(_ descriptors: [Descriptor], maximumWeight: Int = 3 << 20) {
        var weight = 0
        var taken: [Entry] = []
        for descriptor in descriptors {
            let entry = Entry(descriptor)
            weight += entry.weight
            if weight > maximumWeight, !taken.isEmpty { break }
            taken.append(entry)
        }
        self.manifests = taken
    }

    private enum CodingKeys: CodingKey {
        case schemaVersion, mediaType, manifests
    }
}
