import BlobStore
import Catalog
import ContentHashing
import Logging
import NIOCore
import OCIModel
import StageModel

extension ImageStore {
    /// What is known of each of the tags that a manifest gets. Reads the config where that can say more than the tags.
    func facts(of tags: [TagName], on manifest: Manifest, in repository: RepositoryName) async throws -> [TagName: TagFacts] {
        let needsLabels = tags.contains { TagFacts.needLabels($0) }
        let labels = needsLabels ? try await labels(of: manifest, in: repository) : .none
        return Dictionary(tags.map { ($0, TagFacts($0, manifest: manifest, labels: labels)) }, uniquingKeysWith: { $1 })
    }

    /// The labels of an image's config.
    ///
    /// - Returns: None where there is no such config, the repository lacks it, it is very large, or not in a file here.
    /// - Throws: Where its bytes can't be read: then the image is damaged, or the disk.
    func labels(of manifest: Manifest, in repository: RepositoryName) async throws -> ConfigLabels {
        guard manifest.kind == .image, let config = manifest.config, ConfigLabels.areIn(config.mediaType) else { return .none }
        guard let record = try await catalog.blob(config.digest, in: repository), record.size <= ConfigLabels.maximumConfigSize else { return .none }
        return ConfigLabels(parsing: try await contents(of: record) ?? [])
    }

    /// - Returns: `nil` where another server has the bytes, or nobody.
    private func contents(of record: BlobRecord) async throws -> [UInt8]? {
        let file: BlobFile
        do {
            guard case .file(let opened) = try await blobs.open(record.digest, expectedSize: record.size) else { return nil }
            file = opened
        } catch let error as BlobStoreError where error.code == .notFound || error.code == .damaged {
            return nil
        }
        do {
            let buffer = try await file.read(at: 0, count: Int(record.size))
            try await file.close()
            return Array(buffer.readableBytesView)
        } catch {
            do {
                try await file.close()
            } catch let failure {
                logger.error("a blob's file could not be closed", metadata: ["error": "\(failure)"])
            }
            throw error
        }
    }
}
