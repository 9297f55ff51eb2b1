import OCIModel
import StowageServer
import StowageTestSupport
import Testing

@Suite struct TagsTests {
    static let tags = ["A", "Z", "_x", "a", "a-1", "a.1", "a1", "b", "v1", "v10", "v2"]

    private static func fill(_ registry: Registry) async throws {
        let bytes = ManifestBuilder.index().bytes
        for tag in tags.shuffled() {
            _ = try await registry.probe.pushManifest(bytes, type: "application/vnd.oci.image.index.v1+json", to: "app", as: tag)
        }
    }

    @Test func tagsComeInByteOrder() async throws {
        try await Registry.with { registry in
            try await Self.fill(registry)
            let response = try await registry.get("/v2/app/tags/list")
            #expect(response.status == 200)
            #expect(response["content-type"] == "application/json")
            let list = try response.decoded(TagListDocument.self)
            #expect(list.name == "app")
            #expect(list.tags == Self.tags.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
            #expect(response["link"] == nil)
            #expect(try await registry.head("/v2/app/tags/list")["content-length"] == "\(response.body.count)")
        }
    }

    @Test(arguments: [1, 2, 3, 10, 11, 12]) func pagesFollowTheirLinksToTheEnd(n: Int) async throws {
        try await Registry.with { registry in
            try await Self.fill(registry)
            let all = try await registry.get("/v2/app/tags/list").decoded(TagListDocument.self).tags
            var seen: [String] = []
            var target: String? = "/v2/app/tags/list?n=\(n)"
            var pages = 0
            while let next = target, pages < 20 {
                let response = try await registry.get(next)
                let tags = try response.decoded(TagListDocument.self).tags
                #expect(tags.count <= n)
                if response.next != nil { #expect(tags.count == n) }
                seen += tags
                target = response.next
                pages += 1
            }
            #expect(seen == all)
            #expect(pages == (all.count + n - 1) / n)
        }
    }

    @Test func lastNeedNotExist() async throws {
        try await Registry.with { registry in
            try await Self.fill(registry)
            let all = try await registry.get("/v2/app/tags/list").decoded(TagListDocument.self).tags
            for last in ["a", "a0", "", "0", "zzz", "%ff", "a%00", "!"] {
                let response = try await registry.get("/v2/app/tags/list?last=\(last)")
                #expect(response.status == 200)
                let tags = try response.decoded(TagListDocument.self).tags
                if !last.contains("%") {
                    #expect(tags == all.filter { Array(last.utf8).lexicographicallyPrecedes(Array($0.utf8)) })
                }
            }
        }
    }

    @Test func zeroIsAnEmptyListWithoutLink() async throws {
        try await Registry.with { registry in
            try await Self.fill(registry)
            let response = try await registry.get("/v2/app/tags/list?n=0")
            #expect(response.status == 200)
            #expect(try response.decoded(TagListDocument.self).tags == [])
            #expect(response["link"] == nil)
        }
    }

    @Test func aCountAboveTheLimitIsClamped() async throws {
        try await Registry.with { settings in
            settings.lists.pageLimit = 4
        } _: { registry in
            try await Self.fill(registry)
            for query in ["", "?n=5", "?n=1000000", "?n=99999999999", "?n=99999999999999999999999999"] {
                let response = try await registry.get("/v2/app/tags/list\(query)")
                #expect(try response.decoded(TagListDocument.self).tags.count == 4)
                #expect(response.next != nil)
            }
        }
    }

    @Test(arguments: ["-1", "abc", "", "1.5", "+1", "0x10", "%31%zz", "1%00", "%D9%A3"])
    func aCountThatIsNoneIs400(n: String) async throws {
        try await Registry.with { registry in
            try await Self.fill(registry)
            for path in ["/v2/app/tags/list", "/v2/_catalog", "/v2/app/referrers/\(BaseTests.digest)"] {
                expectRefusal(try await registry.raw("GET \(path)?n=\(n) HTTP/1.1"), 400, "UNSUPPORTED")
            }
        }
    }

    @Test func aRepositoryThatIsAbsentIs404() async throws {
        try await Registry.with { registry in
            expectRefusal(try await registry.get("/v2/app/tags/list"), 404, "NAME_UNKNOWN")
        }
    }

    @Test func aRepositoryWithoutTagsHasAnEmptyList() async throws {
        try await Registry.with { registry in
            try await registry.image("layer")
            #expect(try await registry.get("/v2/app/tags/list").decoded(TagListDocument.self).tags == [])
            try await registry.blob("only a blob", in: "blobs")
            #expect(try await registry.get("/v2/blobs/tags/list").decoded(TagListDocument.self).tags == [])
        }
    }

    @Test func aRepositoryMayBeCalledLikeAnEndpoint() async throws {
        try await Registry.with { registry in
            for name in ["tags/list", "manifests/latest", "blobs/uploads", "a/blobs/b", "tags", "referrers", "v2", "manifests"] {
                try await registry.image("layer", in: name, as: "latest")
                #expect(try await registry.get("/v2/\(name)/tags/list").decoded(TagListDocument.self).tags == ["latest"])
                #expect(try await registry.get("/v2/\(name)/manifests/latest").status == 200)
            }
        }
    }
}
