import ContentHashing
import OCIModel

extension InventoryPage {
    /// Reads what ``json`` wrote; members that are unknown are passed over.
    ///
    /// - Throws: An error that says what is wrong and where.
    package init(parsing bytes: [UInt8]) throws {
        var document = JSONDocument(bytes)
        var (repository, takenAt): (RepositoryName?, Timestamp?)
        var (blobs, manifests, next): ([Blob], [Manifest], String?) = ([], [], nil)
        try document.read { document in
            if document.isNamed("repository") {
                repository = try document.parsed("the name of a repository") { try RepositoryName($0) }
            } else if document.isNamed("takenAt") {
                takenAt = try document.timestamp()
            } else if document.isNamed("blobs") {
                try document.list { blobs.append(try Blob(&$0)) }
            } else if document.isNamed("manifests") {
                try document.list { manifests.append(try Manifest(&$0)) }
            } else if document.isNamed("next") {
                next = try document.text()
            } else {
                try document.skip()
            }
        }
        guard let repository, let takenAt else { throw document.unreadable("'repository' and 'takenAt' are expected") }
        let indexes = blobs.indices
        for manifest in manifests where !manifest.layers.allSatisfy(indexes.contains) || !(manifest.config.map(indexes.contains) ?? true) {
            throw document.unreadable("a blob of \(manifest.digest) is not in 'blobs'")
        }
        self.init(repository: repository, takenAt: takenAt, blobs: blobs, manifests: manifests, next: next)
    }
}

extension InventoryPage.Blob {
    fileprivate init(_ document: inout JSONDocument) throws {
        var (digest, size, isShared): (Digest?, Int64?, Bool) = (nil, nil, false)
        try document.object { document in
            if document.isNamed("digest") {
                digest = try document.digest()
            } else if document.isNamed("size") {
                size = try document.integer()
            } else if document.isNamed("isShared") {
                isShared = try document.flag()
            } else {
                try document.skip()
            }
        }
        guard let digest, let size else { throw document.unreadable("a blob has 'digest' and 'size'") }
        self.init(digest: digest, size: size, isShared: isShared)
    }
}

extension InventoryPage.Manifest {
    fileprivate init(_ document: inout JSONDocument) throws {
        var (digest, kind, generation, createdAt): (Digest?, Manifest.Kind?, Int64?, Timestamp?)
        // The rest is put into its place at once.
        var rest = Self(digest: Self.none, kind: .other, generation: 0, createdAt: Timestamp(millisecondsSince1970: 0))
        try document.object { document in
            if document.isNamed("digest") {
                digest = try document.digest()
            } else if document.isNamed("kind") {
                kind = try document.parsed("the kind of a manifest") { Manifest.Kind(rawValue: $0) }
            } else if document.isNamed("generation") {
                generation = try document.integer()
            } else if document.isNamed("createdAt") {
                createdAt = try document.timestamp()
            } else if document.isNamed("untaggedAt") {
                rest.untaggedAt = try document.timestamp()
            } else if document.isNamed("isInTrash") {
                rest.isInTrash = try document.flag()
            } else if document.isNamed("lastUsedAt") {
                rest.lastUsedAt = try document.timestamp()
            } else if document.isNamed("subject") {
                rest.subject = try document.digest()
            } else if document.isNamed("config") {
                rest.config = Int(try document.integer())
            } else if document.isNamed("layers") {
                try document.list { rest.layers.append(Int(try $0.integer())) }
            } else if document.isNamed("entries") {
                try document.list { rest.entries.append(try $0.digest()) }
            } else if document.isNamed("tags") {
                try document.list { rest.tags.append(try InventoryPage.Tag(&$0)) }
            } else {
                try document.skip()
            }
        }
        guard let digest, let kind, let generation, let createdAt else {
            throw document.unreadable("a manifest has 'digest', 'kind', 'generation' and 'createdAt'")
        }
        self = rest
        (self.digest, self.kind, self.generation, self.createdAt) = (digest, kind, generation, createdAt)
    }

    private static let none = Digest(algorithm: .sha256, hash: [UInt8](repeating: 0, count: 32))
}

extension JSONDocument {
    mutating func digest() throws -> Digest {
        try parsed("a digest") { try Digest($0) }
    }

    mutating func timestamp() throws -> Timestamp {
        Timestamp(millisecondsSince1970: try integer())
    }
}
