import GRDB
import OCIModel
import StageModel

/// A row of `service_tags`: a record of werf's, with what its tag and its labels say.
struct ServiceTagRow {
    let tag: TagName
    let service: ServiceTag
    let labels: [String: String]

    func insert(repository: Int64, in context: borrowing WriteContext) throws {
        let key = service.key
        try context.execute(
            """
            INSERT INTO service_tags (repository_id, tag, kind, name, commit_id, signature, unique_id, labels)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                repository, tag.value, key.kind, key.name, key.commit?.value, key.stage?.signature.value, key.stage?.uniqueID,
                try AnnotationText.encode(labels),
            ])
    }
}

extension ServiceTag {
    struct Key {
        let kind: String
        var name: String?
        var commit: CommitID?
        var stage: StageTag?
    }

    var key: Key {
        switch self {
        case .rejected(let stage): Key(kind: "rejected", stage: stage)
        case .managedImage(let name): Key(kind: "managed-image", name: name)
        case .imageMetadataByCommit(let name, let commit): Key(kind: "image-metadata-by-commit", name: name, commit: commit)
        case .imageMetadata(let hash, let commit, let stage): Key(kind: "image-metadata", name: hash, commit: commit, stage: stage)
        case .customTag(let slug): Key(kind: "custom-tag", name: slug)
        case .importMetadata(let id): Key(kind: "import-metadata", name: id)
        case .clientID(let id, _): Key(kind: Self.clientKind, name: id)
        case .syncServer: Key(kind: "sync-server")
        case .cleanup: Key(kind: "cleanup")
        }
    }

    static let clientKind = "client-id"
}
