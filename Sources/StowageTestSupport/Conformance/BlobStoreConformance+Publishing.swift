import BlobStore
import ContentHashing
import NIOCore
import OCIModel

extension BlobStoreConformance {
    static let publishing: [BlobStoreConformance] = [
        .init("a published blob is there, byte for byte") { store in
            for size in [0, 1, 4095, 4096, 300_000] {
                let content = TestContent(count: size, seed: UInt64(size))
                let outcome = try await store.store(content)
                try require(outcome == PublishOutcome(.stored, size: content.size), "stored, with its size")
                try require(try await store.size(of: content.digest) == content.size, "the size is known")
                try require(try await store.contents(of: content.digest, size: content.size) == content.bytes, "the bytes are those sent")
            }
        },
        .init("buffers of any size come out in order") { store in
            let content = TestContent(count: 500_000)
            let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
            var rest = content.buffer
            var size = 1
            while rest.readableBytes > 0 {
                if let slice = rest.readSlice(length: min(size, rest.readableBytes)) { try await upload.append(slice) }
                size = size * 3 % 70_001
            }
            try require(upload.offset == content.size, "the offset is the sum of what was appended")
            _ = try await upload.publish(as: content.digest, trustExisting: true)
            try require(try await store.contents(of: content.digest, size: content.size) == content.bytes, "the bytes are those sent")
        },
        .init("one buffer larger than the window is taken") { store in
            let content = TestContent(count: 3 << 20)
            _ = try await store.store(content, chunk: content.bytes.count)
            try require(try await store.contents(of: content.digest, size: content.size) == content.bytes, "the bytes are those sent")
        },
        .init("sha512 works, announced or not") { store in
            let announced = TestContent(count: 100_000, seed: 2)
            let upload = try await store.createUpload(UploadID(), algorithm: .sha512)
            try await upload.append(announced.buffer)
            _ = try await upload.publish(as: announced.sha512, trustExisting: true)
            try require(try await store.contents(of: announced.sha512, size: announced.size) == announced.bytes, "announced")
            let unannounced = TestContent(count: 100_000, seed: 3)
            _ = try await store.store(unannounced, as: unannounced.sha512)
            try require(try await store.contents(of: unannounced.sha512, size: unannounced.size) == unannounced.bytes, "not announced")
            try require(try await store.size(of: unannounced.digest) == nil, "only under the digest it was published as")
        },
        .init("a digest that is stored already") { store in
            let content = TestContent(count: 50_000)
            _ = try await store.store(content)
            let again = try await store.store(content)
            try require(again == PublishOutcome(.alreadyStored, size: content.size), "proved and dropped")
            let healed = try await store.store(content, trustExisting: false)
            try require(healed == PublishOutcome(.healed, size: content.size), "replaced when suspect")
            try require(try await store.contents(of: content.digest, size: content.size) == content.bytes, "whole in the end")
            try require(try await store.uploadIDs().isEmpty, "no upload is left")
        },
        .init("one digest published by many at once") { store in
            let content = TestContent(count: 200_000)
            let kinds = try await withThrowingTaskGroup(of: PublishOutcome.Kind.self) { group in
                for _ in 0..<8 { group.addTask { try await store.store(content).kind } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try require(kinds.filter { $0 == .stored }.count == 1, "one of them stored it")
            try require(kinds.allSatisfy { $0 != .healed }, "the others found it there")
            try require(try await store.contents(of: content.digest, size: content.size) == content.bytes, "whole")
            try require(try await store.uploadIDs().isEmpty, "no upload is left")
        },
    ]

    static let refusals: [BlobStoreConformance] = [
        .init("bytes that hash to something else are refused and gone") { store in
            let content = TestContent(count: 10_000)
            let other = TestContent(count: 10_000, seed: 9)
            for digest in [other.digest, other.sha512] {
                try await requireError(.digestMismatch, "the digest is proved") { _ = try await store.store(content, as: digest) }
                try require(try await store.size(of: digest) == nil, "nothing is stored")
            }
            try require(try await store.uploadIDs().isEmpty, "the upload is gone")
        },
        .init("a wrong upload does not touch the stored blob, suspect or not") { store in
            let content = TestContent(count: 10_000)
            _ = try await store.store(content)
            for trust in [true, false] {
                try await requireError(.digestMismatch, "the digest is proved") {
                    _ = try await store.store(TestContent(count: 10_000, seed: 9), as: content.digest, trustExisting: trust)
                }
            }
            try require(try await store.contents(of: content.digest, size: content.size) == content.bytes, "as it was")
        },
        .init("an upload that has ended is unknown") { store in
            let content = TestContent(count: 100)
            let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
            try await upload.append(content.buffer)
            _ = try await upload.publish(as: content.digest, trustExisting: true)
            try await requireError(.uploadUnknown, "append") { try await upload.append(content.buffer) }
            try await requireError(.uploadUnknown, "flush") { try await upload.flush() }
            try await requireError(.uploadUnknown, "publish") { _ = try await upload.publish(as: content.digest, trustExisting: true) }
            try await requireError(.uploadUnknown, "resume") { _ = try await store.resumeUpload(upload.id, algorithm: .sha256) }
            try await upload.discard()
            try await upload.close()
        },
        .init("an identity that is taken is refused") { store in
            let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
            try await requireError(.busy, "taken") { _ = try await store.createUpload(upload.id, algorithm: .sha256) }
            try await upload.discard()
        },
    ]
}
