import ContentHashing
import FoundationEssentials
import GRDB
import OCIModel
import StageModel

/// What is stored of a manifest, prepared before an operation so that the writer has only to store it.
struct ManifestRow: Sendable {
    struct Reference: Sendable {
        let role: String
        let position: Int
        let digest: String
    }

    let digest: String
    let mediaType: String
    let kind: String
    let artifactType: String?
    let subject: String?
    /// JSON; only where there is a subject.
    let annotations: String?
    let bytes: Data
    let references: [Reference]
    /// Each once, in the order of the manifest.
    let requiredBlobs: [(digest: Digest, text: String)]

    /// - Throws: Never in practice: annotations are texts.
    init(_ manifest: Manifest) throws {
        self.digest = manifest.digest.description
        self.mediaType = manifest.mediaType.value
        self.kind = manifest.kind.rawValue
        self.artifactType = manifest.artifactType
        self.subject = manifest.subject?.digest.description
        self.annotations = manifest.subject == nil ? nil : try AnnotationText.encode(manifest.annotations)
        self.bytes = Data(manifest.bytes)

        var references: [Reference] = []
        func add(_ descriptors: [Descriptor], as role: String) {
            for (position, descriptor) in descriptors.enumerated() {
                references.append(Reference(role: role, position: position, digest: descriptor.digest.description))
            }
        }
        add(manifest.config.map { [$0] } ?? [], as: "config")
        add(manifest.layers, as: manifest.kind == .artifact ? "blob" : "layer")
        add(manifest.entries, as: "entry")
        add(manifest.subject.map { [$0] } ?? [], as: "subject")
        self.references = references

        var seen: Set<Digest> = []
        self.requiredBlobs = manifest.requiredBlobs.compactMap { blob in
            seen.insert(blob.digest).inserted ? (blob.digest, blob.digest.description) : nil
        }
    }

    /// True where writing all references would hold the writer for long.
    var needsSteps: Bool { references.count > LooseManifest.referencesAtOnce }

    /// Stores all but the references.
    ///
    /// - Parameter repository: `nil` for a manifest that is written in steps.
    /// - Returns: The id of the row.
    func insert(repository: Int64?, generation: Int64, in context: borrowing WriteContext) throws -> Int64 {
        try context.execute(
            """
            INSERT INTO manifests
              (repository_id, digest, media_type, kind, artifact_type, subject, annotations, size, generation, created_at, untagged_at)
              VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)
            """,
            [
                repository, digest, mediaType, kind, artifactType, subject, annotations, bytes.count, generation,
                context.now.millisecondsSince1970,
            ])
        let id = context.db.lastInsertedRowID
        try context.execute("INSERT INTO manifest_contents (manifest_id, bytes) VALUES (?, ?)", [id, bytes])
        return id
    }

    /// Notes since when no tag points at a manifest, if none does.
    static func noteUntagged(_ id: Int64, in context: borrowing WriteContext) throws {
        try context.execute(
            "UPDATE manifests SET untagged_at = ?2 WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM tags WHERE manifest_id = ?1)",
            [id, context.now.millisecondsSince1970])
    }

    /// Notes since when no tag points at a manifest, if none does, and nothing said so but an entry of the trash that is gone.
    static func noteUntagged(_ id: Int64, since: Timestamp, in context: borrowing WriteContext) throws {
        try context.execute(
            "UPDATE manifests SET untagged_at = ?2 WHERE id = ?1 AND untagged_at ISNULL AND NOT EXISTS (SELECT 1 FROM tags WHERE manifest_id = ?1)",
            [id, since.millisecondsSince1970])
    }

    /// Notes that a tag points at a manifest.
    static func noteTagged(_ id: Int64, in context: borrowing WriteContext) throws {
        try context.execute("UPDATE manifests SET untagged_at = NULL WHERE id = ? AND untagged_at NOTNULL", [id])
    }

    /// Notes that somebody put a manifest here again, for itself: if no tag points at it, it counts as untagged from now on, and
    /// whatever was deleted before doesn't take it along.
    static func renewUntagged(_ id: Int64, in context: borrowing WriteContext) throws {
        try context.execute(
            """
            UPDATE manifests SET untagged_at =
              max(?2, 1 + ifnull(untagged_at, (SELECT ifnull(max(deleted_at), 0) FROM trash WHERE manifest_id = ?1)))
            WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM tags WHERE manifest_id = ?1)
            """, [id, context.now.millisecondsSince1970])
        try context.execute("DELETE FROM manifest_reviews WHERE manifest_id = ?", [id])
    }

    func insertReferences(_ range: Range<Int>, of id: Int64, in context: borrowing WriteContext) throws {
        let insertion = try context.db.cachedStatement(
            sql: "INSERT INTO manifest_references (manifest_id, role, position, digest) VALUES (?, ?, ?, ?)")
        for reference in references[range] {
            try insertion.execute(arguments: [id, reference.role, reference.position, reference.digest])
        }
    }
}
