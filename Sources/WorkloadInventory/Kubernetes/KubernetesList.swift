/// A page of a list of the Kubernetes API, or one that `kubectl` prints.
struct KubernetesList<Item: Decodable>: Decodable {
    struct Metadata: Decodable {
        /// Names the next page; absent or empty: there is none.
        var `continue`: String?
    }

    var kind: String?
    var apiVersion: String?
    var metadata: Metadata?
    /// `null` where a program in Go had an empty list.
    var items: [Item]?

    private enum CodingKeys: String, CodingKey {
        case kind, apiVersion, metadata, items
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        kind = try values.decodeIfPresent(String.self, forKey: .kind)
        apiVersion = try values.decodeIfPresent(String.self, forKey: .apiVersion)
        metadata = try values.decodeIfPresent(Metadata.self, forKey: .metadata)
        guard values.contains(.items) else {
            throw DecodingError.keyNotFound(CodingKeys.items, .init(codingPath: [], debugDescription: "a list has no items"))
        }
        items = try values.decodeIfPresent([Item].self, forKey: .items)
    }
}
