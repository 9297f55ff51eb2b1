import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@Suite struct TrashRouteTests {
    @Test func aTagIsDeletedListedAndRestored() async throws {
        try await StageFarm.with { farm in
            let digest = try await farm.probe.pushImage("image", to: "app/web", as: "v1")
            let deleted: TrashListing = try await farm.delete("v1", from: "app/web").decoded(200, "delete")
            let entry = try #require(deleted.entries.first)
            #expect(deleted.entries.count == 1 && entry.tag == "v1" && entry.digest == digest.description && entry.repository == "app/web")
            #expect(entry.expiresAt - entry.deletedAt == 86_400_000 && entry.plan == nil && !entry.reason.isEmpty)
            #expect(try await farm.probe.manifest("v1", in: "app/web").status == 404)
            #expect(try await farm.probe.manifest(digest.description, in: "app/web").status == 200)
            #expect(try await farm.trash("app/web") == deleted)

            let restored: TrashListing = try await farm.restore("v1", in: "app/web").decoded(200, "restore")
            #expect(restored == deleted)
            #expect(try await farm.probe.manifest("v1", in: "app/web").status == 200)
            #expect(try await farm.trash("app/web").entries.isEmpty)
            #expect(try await farm.restore("v1", in: "app/web").status == 404)
        }
    }

    @Test func aManifestIsDeletedAndRestoredWithItsTags() async throws {
        try await StageFarm.with { farm in
            let digest = try await farm.probe.pushImage("image", to: "app/web", as: "v1")
            try await farm.probe.pushImage("image", to: "app/web", as: "v2")
            let deleted: TrashListing = try await farm.delete(digest.description, from: "app/web").decoded(200, "delete")
            #expect(Set(deleted.entries.map(\.tag)) == ["v1", "v2"])
            for reference in ["v1", "v2", digest.description] {
                #expect(try await farm.probe.manifest(reference, in: "app/web").status == 404, "\(reference)")
            }
            let restored: TrashListing = try await farm.restore(digest.description, in: "app/web").decoded(200, "restore")
            #expect(Set(restored.entries.map(\.tag)) == ["v1", "v2"])
            for reference in ["v1", "v2", digest.description] {
                #expect(try await farm.probe.manifest(reference, in: "app/web").status == 200, "\(reference)")
            }
        }
    }

    @Test func whatIsDeletedForGoodIsGone() async throws {
        try await StageFarm.with { farm in
            let digest = try await farm.probe.pushImage("secret", to: "app/web", as: "v1")
            #expect(try await farm.delete("v1", from: "app/web", now: true).status == 200)
            #expect(try await farm.probe.manifest("v1", in: "app/web").status == 404)
            #expect(try await farm.probe.manifest(digest.description, in: "app/web").status == 404)
            #expect(try await farm.trash("app/web").entries.isEmpty)
            #expect(try await farm.restore("v1", in: "app/web").status == 404)
            #expect(try await farm.restore(digest.description, in: "app/web").status == 404)
        }
    }

    @Test func aTagThatIsTakenIsNotRestored() async throws {
        try await StageFarm.with { farm in
            try await farm.probe.pushImage("old", to: "app/web", as: "v1")
            #expect(try await farm.delete("v1", from: "app/web").status == 200)
            let new = try await farm.probe.pushImage("new", to: "app/web", as: "v1")
            let refused = try await farm.restore("v1", in: "app/web")
            #expect(refused.status == 409 && refused.errorCodes == ["TAG_TAKEN"])
            #expect(try await farm.probe.manifest("v1", in: "app/web")["docker-content-digest"] == new.description)
        }
    }

    @Test func theTrashComesInPagesTheNewestFirst() async throws {
        try await StageFarm.with { farm in
            for number in 0..<5 {
                try await farm.probe.pushImage("image \(number)", to: "app/web", as: "v\(number)")
                #expect(try await farm.delete("v\(number)", from: "app/web").status == 200)
            }
            var tags: [String] = []
            var after = ""
            repeat {
                let page = try await farm.trash("app/web", "&n=2\(after)")
                tags += page.entries.compactMap(\.tag)
                after = page.next.map { "&after=\($0)" } ?? ""
            } while !after.isEmpty && tags.count < 10
            #expect(tags == ["v4", "v3", "v2", "v1", "v0"])
        }
    }

    @Test func whatIsNotThereIsUnknown() async throws {
        try await StageFarm.with { farm in
            try await farm.probe.pushImage("image", to: "app/web", as: "v1")
            for reference in ["v2", Digest(hashing: [1]).description] {
                #expect(try await farm.delete(reference, from: "app/web").errorCodes == ["MANIFEST_UNKNOWN"])
                #expect(try await farm.delete(reference, from: "nowhere").errorCodes == ["NAME_UNKNOWN"])
                #expect(try await farm.restore(reference, in: "app/web").errorCodes == ["MANIFEST_UNKNOWN"])
                #expect(try await farm.restore(reference, in: "nowhere").status == 404)
            }
            #expect(try await farm.probe.send("GET", "/api/v1/trash?repository=nowhere").errorCodes == ["NAME_UNKNOWN"])
            for reference in ["", "-v", "a b", "sha256:1", String(repeating: "a", count: 129)] {
                #expect(try await farm.delete(reference, from: "app/web").status == 400, "\(reference)")
                #expect(try await farm.restore(reference, in: "app/web").status == 400, "\(reference)")
            }
        }
    }
}
