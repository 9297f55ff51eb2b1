import ContentHashing
import FoundationEssentials
import GRDB
import OCIModel
import StageModel

/// Values of the model, read from columns. What was written by hand may be wrong: ``CatalogError`` with code `damaged`.
extension Row {
    func digest(_ index: Int) throws -> Digest {
        do {
            return try Digest(self[index] as String)
        } catch {
            throw CatalogError.damagedRow("a digest", cause: error)
        }
    }

    func repositoryName(_ index: Int) throws -> RepositoryName {
        do {
            return try RepositoryName(self[index] as String)
        } catch {
            throw CatalogError.damagedRow("the name of a repository", cause: error)
        }
    }

    func tagName(_ index: Int) throws -> TagName {
        do {
            return try TagName(self[index] as String)
        } catch {
            throw CatalogError.damagedRow("a tag", cause: error)
        }
    }

    func timestamp(_ index: Int) -> Timestamp {
        Timestamp(millisecondsSince1970: self[index])
    }

    /// Reads the columns of ``Queries/manifestByTag``.
    func storedManifest() throws -> StoredManifest {
        StoredManifest(
            digest: try digest(0), mediaType: MediaType(self[1] as String), bytes: try withUnsafeData(atIndex: 4) { [UInt8]($0 ?? Data()) },
            generation: self[2], createdAt: timestamp(3))
    }

    /// Reads the columns of ``Queries/referrers``.
    func referrer() throws -> Descriptor {
        Descriptor(
            mediaType: MediaType(self[1] as String), digest: try digest(0), size: self[2], annotations: try AnnotationText.decode(self[4]),
            artifactType: self[3])
    }

    /// Reads the columns of ``Queries/upload``.
    func upload() throws -> UploadRecord {
        guard let id = UploadID(self[0] as String), let algorithm = DigestAlgorithm(rawValue: self[2]) else {
            throw CatalogError.damagedRow("an upload")
        }
        return UploadRecord(
            id: id, repository: try repositoryName(1), algorithm: algorithm, offset: self[3], startedAt: timestamp(4), touchedAt: timestamp(5))
    }
}
