import OCIModel
import StowageServer
import StowageTestSupport
import Testing

@Suite struct CatalogListTests {
    static let names = ["a", "a-b", "a/b", "a/b/c", "a0", "b", "team/app", "z"]

    private static func fill(_ registry: Registry) async throws {
        for name in names.shuffled() { try await registry.push(.index(), to: name, as: "latest") }
    }

    @Test func anEmptyRegistryListsNothing() async throws {
        try await Registry.with { registry in
            let response = try await registry.get("/v2/_catalog")
            #expect(response.status == 200)
            #expect(response.text == #"{"repositories":[]}"#)
        }
    }

    @Test(arguments: [1, 2, 3, 7, 8, 9]) func pagesFollowTheirLinksToTheEnd(n: Int) async throws {
        try await Registry.with { registry in
            try await Self.fill(registry)
            var seen: [String] = []
            var target: String? = "/v2/_catalog?n=\(n)"
            var pages = 0
            while let next = target, pages < 20 {
                let response = try await registry.get(next)
                #expect(response.status == 200)
                seen += try response.decoded(CatalogDocument.self).repositories
                target = response.next
                pages += 1
            }
            #expect(seen == Self.names)
            #expect(pages == (Self.names.count + n - 1) / n)
        }
    }

    @Test func zeroIsAnEmptyListWithoutLink() async throws {
        try await Registry.with { registry in
            try await Self.fill(registry)
            let response = try await registry.get("/v2/_catalog?n=0")
            #expect(response.text == #"{"repositories":[]}"#)
            #expect(response["link"] == nil)
        }
    }

    @Test func aCountAboveTheLimitIsClamped() async throws {
        try await Registry.with { settings in
            settings.lists.pageLimit = 3
        } _: { registry in
            try await Self.fill(registry)
            let response = try await registry.get("/v2/_catalog?n=99999999999")
            #expect(try response.decoded(CatalogDocument.self).repositories.count == 3)
            #expect(response.next == "/v2/_catalog?n=3&last=a/b")
        }
    }
}
