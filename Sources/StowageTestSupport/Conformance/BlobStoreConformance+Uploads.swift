import BlobStore
import ContentHashing
import NIOCore
import OCIModel

extension BlobStoreConformance {
    static let uploads: [BlobStoreConformance] = [
        .init("a closed upload goes on where it stood") { store in
            let content = TestContent(count: 400_000)
            let chunks = content.chunks(of: 100_000)
            let id = UploadID()
            let first = try await store.createUpload(id, algorithm: .sha256)
            try await first.append(chunks[0])
            try await first.append(chunks[1])
            try await first.close()
            try require(try await store.uploadIDs() == [id], "its bytes are kept")
            let second = try await store.resumeUpload(id, algorithm: .sha256)
            try require(second.offset == 200_000, "at its offset")
            try await second.append(chunks[2])
            try await second.append(chunks[3])
            let outcome = try await second.publish(as: content.digest, trustExisting: true)
            try require(outcome == PublishOutcome(.stored, size: content.size), "published")
            try require(try await store.contents(of: content.digest, size: content.size) == content.bytes, "byte for byte")
        },
        .init("an upload may go on under another algorithm") { store in
            let content = TestContent(count: 50_000)
            let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
            try await upload.append(content.buffer)
            try await upload.close()
            let resumed = try await store.resumeUpload(upload.id, algorithm: .sha512)
            _ = try await resumed.publish(as: content.sha512, trustExisting: true)
            try require(try await store.contents(of: content.sha512, size: content.size) == content.bytes, "byte for byte")
        },
        .init("resuming an upload that is open gives the same one") { store in
            let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
            let same = try await store.resumeUpload(upload.id, algorithm: .sha256)
            try require(upload === same, "one file has one writer")
            try await upload.discard()
        },
        .init("a discarded upload is gone") { store in
            let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
            try await upload.append(TestContent(count: 200_000).buffer)
            try await upload.discard()
            try require(try await store.uploadIDs().isEmpty, "no bytes left")
            try await requireError(.uploadUnknown, "gone") { _ = try await store.resumeUpload(upload.id, algorithm: .sha256) }
            try await store.discardUpload(upload.id)
        },
        .init("an upload is discarded by its identity, open or closed") { store in
            let open = try await store.createUpload(UploadID(), algorithm: .sha256)
            let closed = try await store.createUpload(UploadID(), algorithm: .sha256)
            try await closed.close()
            try await store.discardUpload(open.id)
            try await store.discardUpload(closed.id)
            try require(try await store.uploadIDs().isEmpty, "both gone")
            try await requireError(.uploadUnknown, "the open one has ended") { try await open.append(ByteBuffer(bytes: [1])) }
        },
        .init("a cancelled append leaves a usable upload") { store in
            let content = TestContent(count: 4 << 20)
            let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
            let task = Task { for chunk in content.chunks(of: 1 << 20) { try await upload.append(chunk) } }
            task.cancel()
            _ = await task.result
            try await upload.flush()
            let offset = upload.offset
            try require(offset <= content.size, "not more than was sent")
            try await upload.append(ByteBuffer(bytes: content.bytes[Int(offset)...]))
            _ = try await upload.publish(as: content.digest, trustExisting: true)
            try require(try await store.contents(of: content.digest, size: content.size) == content.bytes, "byte for byte")
        },
    ]

    static let blobs: [BlobStoreConformance] = [
        .init("an absent blob") { store in
            let digest = TestContent(count: 10).digest
            try require(try await store.size(of: digest) == nil, "has no size")
            try await requireError(.notFound, "cannot be opened") { _ = try await store.open(digest, expectedSize: 10) }
            try await store.remove(digest)
        },
        .init("what is stored can be listed, part by part") { store in
            var stored: Set<Digest> = []
            for seed in 1...40 {
                let content = TestContent(count: seed, seed: UInt64(seed))
                let digest = seed % 2 == 0 ? content.digest : content.sha512
                _ = try await store.store(content, as: digest)
                stored.insert(digest)
            }
            let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
            try await upload.append(TestContent(count: 10).buffer)
            var found: [Digest] = []
            for shard in BlobShard.all {
                let listing = try await store.digests(in: shard)
                try require(listing.digests.allSatisfy { BlobShard(of: $0) == shard }, "those of the part")
                try require(listing.strangers == 0, "nothing else")
                found += listing.digests
            }
            try require(found.count == stored.count && Set(found) == stored, "each once, and no upload")
            try await upload.discard()
            for digest in stored { try await store.remove(digest) }
            for shard in BlobShard.all { try require(try await store.digests(in: shard).digests.isEmpty, "what is removed isn't listed") }
        },
        .init("a blob of another size than recorded is damaged") { store in
            let content = TestContent(count: 10)
            _ = try await store.store(content)
            try await requireError(.damaged, "it is not served") { _ = try await store.open(content.digest, expectedSize: 11) }
        },
        .init("ranges are clamped to the blob") { store in
            let content = TestContent(count: 10_000)
            _ = try await store.store(content)
            guard case .file(let file) = try await store.open(content.digest, expectedSize: content.size) else { return }
            try require(file.size == 10_000, "its size")
            try require(Array(try await file.read(at: 9_000, count: 5_000).readableBytesView) == Array(content.bytes[9_000...]), "the end")
            try require(Array(try await file.read(at: 17, count: 4).readableBytesView) == Array(content.bytes[17..<21]), "the middle")
            for (offset, count) in [(10_000, 1), (20_000, 5), (0, 0), (0, -1), (-5, 10)] {
                try require(try await file.read(at: Int64(offset), count: count).readableBytes == 0, "nothing beyond")
            }
            try await file.close()
            try await file.close()
            try await requireError(.closed, "read after close") { _ = try await file.read(at: 0, count: 1) }
        },
        .init("a removed blob is absent, and readers keep it") { store in
            let content = TestContent(count: 10_000)
            _ = try await store.store(content)
            guard case .file(let file) = try await store.open(content.digest, expectedSize: content.size) else { return }
            try await store.remove(content.digest)
            try require(try await store.size(of: content.digest) == nil, "absent")
            try require(try await file.read(at: 0, count: 10_000).readableBytes == 10_000, "still readable")
            try await file.close()
            try require(try await store.store(content).kind == .stored, "it can come back")
        },
        .init("space is told") { store in
            let space = try await store.space()
            try require(space.free > 0 && space.total >= space.free, "sensible numbers")
        },
    ]
}
