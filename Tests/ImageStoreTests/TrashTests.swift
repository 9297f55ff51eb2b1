import Catalog
import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import ImageStore

@Suite struct TrashTests {
    @Test func whatClientsDeleteCanBeRestored() async throws {
        try await UploadTests.with { store, temporary async throws in
            let image = try await store.push(tags: ["a", "b"])
            try await store.deleteTag("a", from: .app)
            await #expect(throws: OCIError.self) { try await store.manifest(.tag("a"), in: .app) }
            #expect(try await store.manifest(.digest(image.digest), in: .app).digest == image.digest)
            try await store.deleteManifest(image.digest, from: .app)
            for reference in [Reference.tag("b"), .digest(image.digest)] {
                let error = await #expect(throws: OCIError.self) { try await store.manifest(reference, in: .app) }
                #expect(error?.code == .manifestUnknown)
            }
            let trash = try await store.trash(in: .app, after: nil, limit: 10)
            #expect(trash.entries.map(\.tag) == ["b", "a"])
            #expect(trash.entries.map(\.reason) == ["deleted by a client", "deleted by a client"])
            #expect(Set(trash.entries.map { $0.expiresAt - $0.deletedAt }) == [86_400_000])
            #expect(try await store.restoreImage(.digest(image.digest), in: .app).map(\.tag) == ["b"])
            #expect(try await store.restoreImage(.tag("a"), in: .app).map(\.tag) == ["a"])
            // From the cache too.
            for _ in 0..<2 { #expect(try await store.manifest(.tag("a"), in: .app).digest == image.digest) }
            let error = await #expect(throws: OCIError.self) { try await store.restoreImage(.tag("a"), in: .app) }
            #expect(error?.code == .manifestUnknown)
            let unknown = await #expect(throws: OCIError.self) { try await store.trash(in: .other, after: nil, limit: 1) }
            #expect(unknown?.code == .nameUnknown)
        }
    }

    @Test func restoringTakesNoTagFromAnybody() async throws {
        try await UploadTests.with { store, _ async throws in
            try await store.push(tags: ["a"])
            try await store.deleteTag("a", from: .app)
            let other = try await store.push(layers: ["other"], tags: ["a"])
            let error = await #expect(throws: OCIError.self) { try await store.restoreImage(.tag("a"), in: .app) }
            #expect(error?.code == .tagTaken)
            #expect(error?.message.contains("\(other.digest)") == true)
        }
    }

    @Test func withoutAWindowNothingIsKept() async throws {
        try await UploadTests.with(ImageStore.Configuration(undoWindow: .zero)) { store, temporary async throws in
            let image = try await store.push(tags: ["a"])
            try await store.deleteTag("a", from: .app)
            #expect(try await store.manifest(.digest(image.digest), in: .app).digest == image.digest, "the tag alone is gone")
            try await store.deleteManifest(image.digest, from: .app)
            #expect(try await store.trash(in: .app, after: nil, limit: 10).entries.isEmpty)
            #expect(try await store.statistics().manifests == 0)
        }
    }

    @Test func operatorsDeleteTheManifestWithItsTag() async throws {
        try await UploadTests.with { store, temporary async throws in
            let image = try await store.push(layers: ["secret"], tags: ["a", "b"])
            let entries = try await store.deleteImage(.tag("a"), from: .app, reason: "by hand", now: false)
            #expect(entries == (try await store.trash(in: .app, after: nil, limit: 10).entries))
            #expect(entries.map(\.reason) == ["by hand"])
            #expect(try await store.manifest(.tag("b"), in: .app).digest == image.digest)
            let all = try await store.deleteImage(.digest(image.digest), from: .app, reason: "by hand", now: false)
            #expect(all.map(\.tag) == ["b"])
            #expect(try await store.blob(Digest(hashing: Array("secret".utf8)), in: .app).size == 6, "it can be restored")
            #expect(try await store.deleteImage(.digest(image.digest), from: .app, reason: "leaked", now: true).count == 1)
            #expect(try await store.trash(in: .app, after: nil, limit: 10).entries.isEmpty)
            for reference in [Reference.tag("a"), .digest(image.digest)] {
                let error = await #expect(throws: OCIError.self) { try await store.deleteImage(reference, from: .app, reason: "", now: true) }
                #expect(error?.code == .manifestUnknown)
            }
        }
    }

    /// A plan knows every use from before its inventory.
    @Test func theInventoryBeginsWithEveryUse() async throws {
        try await UploadTests.with { store, temporary async throws in
            let image = try await store.push(tags: ["a"])
            _ = try await store.manifest(.digest(image.digest), in: .app, use: .check)
            let page = try await store.inventory(ofProject: "team", pattern: nil, after: nil)
            #expect(page.manifests.map(\.lastUsedAt) == [temporary.clock.now])
            #expect(page.manifests.first?.tags.map(\.lastUsedAt) == [nil])
        }
    }
}
