import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@Suite struct NamesTests {
    static let good = [
        "a", "0", "a.b", "a_b", "a__b", "a-b", "a---b", "a/b", "a/b/c/d/e/f/g/h", String(repeating: "a", count: 255),
        "1.2-3__4/x", "latest",
    ]

    @Test(arguments: good) func namesOfTheGrammarAreTaken(name: String) async throws {
        try await Registry.with { registry in
            try await registry.push(.index(), to: name, as: "latest")
            #expect(try await registry.get("/v2/\(name)/tags/list").decoded(TagListDocument.self).name == name)
        }
    }

    static let bad = [
        "A", "aB", "a..b", "a___b", "a._b", "-a", "a-", "_a", "a_", ".a", "a.", "a//b", "a/", "/a", "a b", "a%20b", "a%2fb", "a%2Fb", "a:b", "a@b",
        "a+b", "..", ".", "../a", "a/../b", "a/./b", "%2e%2e", "a/%2e%2e/b", "%2e%2e%2f%2e%2e%2fetc", "a%00", "%00", "a%", "a%zz", "%c3%a9", "a\\b",
        "..%5c..", "a;b", "a/-/b", String(repeating: "a", count: 256), String(repeating: "a/", count: 299) + "a",
    ]

    @Test(arguments: bad) func otherNamesAreRefusedEverywhere(name: String) async throws {
        try await Registry.with { registry in
            let digest = Digest(hashing: [])
            for request in [
                "GET /v2/\(name)/tags/list", "GET /v2/\(name)/manifests/latest", "GET /v2/\(name)/blobs/\(digest)",
                "POST /v2/\(name)/blobs/uploads/", "PUT /v2/\(name)/manifests/latest", "DELETE /v2/\(name)/manifests/latest",
                "GET /v2/\(name)/referrers/\(digest)", "GET /v2/\(name)/blobs/uploads/00000000-0000-4000-8000-000000000000",
                "POST /v2/\(name)/blobs/uploads/?digest=\(digest)", "GET /v2/\(name)/_oci/ext/discover",
            ] {
                let response = try await registry.raw("\(request) HTTP/1.1", "Content-Length: 0")
                #expect([400, 404].contains(response.status), "\(request): \(response.text)")
                if response.status == 400 { expectRefusal(response, 400, "NAME_INVALID") }
            }
            #expect(try registry.files(in: "uploads").isEmpty)
            #expect(try await registry.get("/v2/_catalog").text == #"{"repositories":[]}"#)
        }
    }

    @Test(arguments: bad) func aBadNameIsNAME_INVALID(name: String) async throws {
        try await Registry.with { registry in
            expectRefusal(try await registry.raw("GET /v2/\(name)/tags/list HTTP/1.1"), 400, "NAME_INVALID")
        }
    }

    @Test(arguments: ["a", "_", "A.b-c_d", "1", String(repeating: "a", count: 128), "a...b", "a--"])
    func tagsOfTheGrammarAreTaken(tag: String) async throws {
        try await Registry.with { registry in
            try await registry.push(.index(), as: tag)
            #expect(try await registry.get("/v2/app/manifests/\(tag)").status == 200)
        }
    }

    @Test(arguments: [
        ".a", "-a", "a+b", "a%20b", "a%2fb", "%2e%2e", "..", "a%00", "a%zz", "a@b", "%c3%a9", String(repeating: "a", count: 129), "",
        String(repeating: "a", count: 10_000),
    ])
    func otherTagsAreRefused(tag: String) async throws {
        try await Registry.with { registry in
            let bytes = ManifestBuilder.index().bytes
            let response = try await registry.raw(
                "PUT /v2/app/manifests/\(tag) HTTP/1.1", "Content-Type: application/vnd.oci.image.index.v1+json", "Content-Length: \(bytes.count)",
                body: bytes)
            expectRefusal(response, 400, "MANIFEST_INVALID")
            #expect(try await registry.get("/v2/_catalog").text == #"{"repositories":[]}"#)
        }
    }

    @Test func aDigestInThePathMayBeEscaped() async throws {
        try await Registry.with { registry in
            let digest = try await registry.blob("content")
            #expect(try await registry.raw("GET /v2/app/blobs/sha256%3A\(digest.hex) HTTP/1.1").text == "content")
        }
    }
}
