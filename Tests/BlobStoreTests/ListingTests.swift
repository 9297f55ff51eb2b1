import BlobStore
import ContentHashing
import Foundation
import OCIModel
import StowageTestSupport
import Testing

@Suite("Lists of what is stored")
struct ListingTests {
    @Test("Files that are no blobs are counted, and nothing else")
    func strangers() async throws {
        try await withTemporaryDirectory { path in
            let store = try await FileBlobStore.open(at: "\(path)/data", configuration: .small(), logger: quiet)
            let content = TestContent(count: 100)
            _ = try await store.store(content)
            let shard = BlobShard(of: content.digest)
            let folder = "\(path)/data/blobs/sha256/\(content.digest.hex.prefix(2))"
            let elsewhere = String(content.digest.hex.prefix(2)) == "00" ? "11" : "00"
            let names = [
                "README", ".hidden", content.digest.hex.uppercased(), String(content.digest.hex.dropLast()), "\(content.digest.hex).tmp",
                elsewhere + content.digest.hex.dropFirst(2),
            ]
            for name in names { try Data("x".utf8).write(to: URL(filePath: "\(folder)/\(name)")) }
            let listing = try await store.digests(in: shard)
            #expect(listing == BlobListing(digests: [content.digest], strangers: names.count))
            await store.close()
        }
    }

    @Test("The parts are all there is, and apart")
    func shards() {
        #expect(BlobShard.all.count == 512 && Set(BlobShard.all).count == 512)
        #expect(BlobShard.all.contains(BlobShard(of: TestContent(count: 3).sha512)))
    }

    @Test("A folder that is missing is an error, not an empty one")
    func missingFolder() async throws {
        try await withTemporaryDirectory { path in
            let store = try await FileBlobStore.open(at: "\(path)/data", configuration: .small(), logger: quiet)
            try FileManager.default.removeItem(atPath: "\(path)/data/blobs/sha256/ab")
            let error = await #expect(throws: BlobStoreError.self) {
                _ = try await store.digests(in: BlobShard(algorithm: .sha256, first: 0xab))
            }
            #expect(error?.code == .io)
            await store.close()
        }
    }
}
