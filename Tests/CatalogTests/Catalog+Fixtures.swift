import Catalog
import ContentHashing
import GRDB
import OCIModel
import StowageTestSupport

extension Digest {
    /// The digest of a text.
    static func of(_ text: String, _ algorithm: DigestAlgorithm = .sha256) -> Digest {
        Digest(hashing: Array(text.utf8), with: algorithm)
    }
}

extension RepositoryName {
    static let app = name("team/app")
    static let other = name("other")

    /// A name that a test knows to be valid.
    static func name(_ text: String) -> RepositoryName {
        do {
            return try RepositoryName(text)
        } catch {
            preconditionFailure("\(error)")
        }
    }
}

extension TagName: ExpressibleByStringLiteral {
    /// Reads a tag that a test knows to be valid.
    public init(stringLiteral value: String) {
        do {
            try self.init(value)
        } catch {
            preconditionFailure("\(error)")
        }
    }
}

extension Catalog {
    /// Records the blobs that an image needs, and publishes it.
    @discardableResult
    func push(_ manifest: Manifest, tags: [TagName] = [], in repository: RepositoryName) async throws -> Manifest {
        for blob in manifest.requiredBlobs {
            try await recordBlob(blob.digest, size: blob.size, in: repository, completing: nil)
        }
        let outcome = try await publishManifest(manifest, tags: tags, in: repository)
        guard outcome == .published else { throw Unexpected(what: "\(outcome)") }
        return manifest
    }

    @discardableResult
    func push(image layers: String..., tags: [TagName] = [], in repository: RepositoryName = .app) async throws -> Manifest {
        try await push(ManifestBuilder.image(layers: layers).manifest(), tags: tags, in: repository)
    }
}

struct Unexpected: Error {
    let what: String
}

extension TemporaryCatalog {
    /// Looks into the file beside the catalog, as an operator's `sqlite3` would.
    func look<Value>(_ body: (Database) throws -> Value) throws -> Value {
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        return try queue.read(body)
    }

    /// The rows of a query, their columns joined by a bar.
    func rows(_ sql: String) throws -> [String] {
        try look { db in
            try Row.fetchAll(db, sql: sql).map { row in
                row.databaseValues.map { $0.isNull ? "null" : String(describing: $0).trimmingQuotes }.joined(separator: "|")
            }
        }
    }
}

extension String {
    fileprivate var trimmingQuotes: String {
        hasPrefix("\"") && hasSuffix("\"") && count > 1 ? String(dropFirst().dropLast()) : self
    }
}

extension Disposal {
    /// Nothing is kept of it.
    static let forGood = Disposal(reason: "a test", undoWindow: .zero, takesManifest: false)
}

extension Catalog {
    func deleteTag(_ tag: TagName, from repository: RepositoryName) async throws -> DeleteOutcome {
        try await deleteTag(tag, from: repository, as: .forGood)
    }

    func deleteManifest(_ digest: Digest, from repository: RepositoryName) async throws -> DeleteOutcome {
        try await deleteManifest(digest, from: repository, as: .forGood)
    }
}
