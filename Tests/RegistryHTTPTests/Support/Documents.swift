/// Answers of the registry, as a client reads them.
struct TagListDocument: Decodable {
    let name: String
    let tags: [String]
}

struct CatalogDocument: Decodable {
    let repositories: [String]
}

struct IndexDocument: Decodable {
    struct Entry: Decodable {
        let mediaType: String
        let digest: String
        let size: Int64
        let artifactType: String?
        let annotations: [String: String]?
    }

    let schemaVersion: Int
    let mediaType: String
    let manifests: [Entry]
}
