import ContentHashing

extension FileBlobStore {
    package func digests(in shard: BlobShard) async throws -> BlobListing {
        try await context.run(on: .read, "list the blobs of a folder") { [context] fileSystem in
            let names = try fileSystem.list(context.layout.folder(of: shard))
            let digests = names.compactMap { Self.digest(named: $0, in: shard) }
            return BlobListing(digests: digests, strangers: names.count - digests.count)
        }
    }

    private static func digest(named name: String, in shard: BlobShard) -> Digest? {
        do {
            let digest = try Digest("\(shard.algorithm.rawValue):\(name)")
            return BlobShard(of: digest) == shard ? digest : nil
        } catch {
            return nil
        }
    }
}
