import Catalog
import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@Suite struct ListTests {
    @Test func repositoriesHoldManifests() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            #expect(try await catalog.repositories(after: nil, limit: 10) == Page(items: [], hasMore: false))
            let names = ["a", "a-b", "a.b", "a/b", "a0", "a_b", "b", "team/app"]
            for name in names.shuffled() {
                try await catalog.push(image: "one", in: .name(name))
            }
            try await catalog.recordBlob(Digest.of("one"), size: 3, in: .name("blobs-only"), completing: nil)
            let all = try await catalog.repositories(after: nil, limit: 100)
            #expect(all.items.map(\.value) == names)
            #expect(!all.hasMore)

            let only = try #require(try await catalog.manifest(.digest(ManifestBuilder.image(layers: ["one"]).manifest().digest), in: .name("a/b")))
            #expect(try await catalog.deleteManifest(only.digest, from: .name("a/b")) == .deleted)
            #expect(try await catalog.repositories(after: nil, limit: 100).items.map(\.value) == names.filter { $0 != "a/b" })
        }
    }

    @Test func pagesGoOnStrictlyAfter() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let names = ["-", ".", "0", "A", "B", "Z", "_", "a", "aa", "z"].map { "_" + $0 }
            try await catalog.push(image: "one", tags: try names.shuffled().map { try TagName($0) })
            func page(_ after: String?, _ limit: Int) async throws -> Page<String>? {
                try await catalog.tags(in: .app, after: after, limit: limit).map { Page(items: $0.items.map(\.value), hasMore: $0.hasMore) }
            }
            #expect(try await page(nil, 100) == Page(items: names, hasMore: false))
            #expect(try await page(nil, names.count) == Page(items: names, hasMore: false))
            #expect(try await page(nil, names.count - 1) == Page(items: Array(names.dropLast()), hasMore: true))
            #expect(try await page(nil, 0) == Page(items: [], hasMore: false))
            #expect(try await page(nil, -5) == Page(items: [], hasMore: false))
            #expect(try await page(nil, .max) == Page(items: names, hasMore: false))
            #expect(try await page("_A", 2) == Page(items: ["_B", "_Z"], hasMore: true))
            #expect(try await page("_AA", 2) == Page(items: ["_B", "_Z"], hasMore: true), "`after` need not exist")
            #expect(try await page("_a\0b", 1) == Page(items: ["_aa"], hasMore: true))
            #expect(try await page("_z", 2) == Page(items: [], hasMore: false))
            #expect(try await page("\u{10ffff}", 2) == Page(items: [], hasMore: false))
            #expect(try await page(String(repeating: "x", count: 100_000), 2) == Page(items: [], hasMore: false))
            #expect(try await page("' OR 1=1 --", 1) == Page(items: ["_-"], hasMore: true))

            var walked: [String] = []
            var more = true
            while more {
                let next = try #require(try await page(walked.last, 3))
                walked += next.items
                more = next.hasMore
            }
            #expect(walked == names)
        }
    }

    @Test func tagsOfUnknownRepositories() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            #expect(try await catalog.tags(in: .app, after: nil, limit: 10) == nil)
            #expect(try await catalog.tags(in: .app, after: nil, limit: 0) == nil)
            try await catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: nil)
            #expect(try await catalog.tags(in: .app, after: nil, limit: 10) == Page(items: [], hasMore: false))
        }
    }

    @Test func unusualNames() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let names = [
                String(repeating: "a", count: 255), String(repeating: "a/", count: 127) + "a", "v2", "a---b", "0", "blobs/uploads", "sqlite_master",
            ]
            let tags = [String(repeating: "x", count: 128), "_", "0", "NULL", "a..b", "1e5", "0x10"]
            for name in names {
                try await catalog.push(image: "one", tags: try tags.map { try TagName($0) }, in: .name(name))
            }
            #expect(try await catalog.repositories(after: nil, limit: 100).items.map(\.value) == names.sorted())
            for name in names {
                #expect(try await catalog.tags(in: .name(name), after: nil, limit: 100)?.items.map(\.value) == tags.sorted())
                for tag in tags {
                    #expect(try await catalog.manifest(.tag(TagName(tag)), in: .name(name)) != nil)
                }
            }
        }
    }
}
