import StowageTestSupport
import Testing

@Suite struct BaseTests {
    @Test(arguments: ["/v2/", "/v2"]) func theBaseIs200(path: String) async throws {
        try await Registry.with { registry in
            let response = try await registry.get(path)
            #expect(response.status == 200)
            #expect(response["docker-distribution-api-version"] == "registry/2.0")
            let head = try await registry.head(path)
            #expect(head.status == 200)
            #expect(head["content-length"] == "\(response.body.count)")
        }
    }

    @Test(arguments: ["/", "/v1/", "/v2x", "/v2/unknown", "/v2/app/unknown/x", "/v2/app/tags/other", "/v2/_catalog/x", "/v2/_unknown"])
    func pathsThatDoNotExistAre404(path: String) async throws {
        try await Registry.with { registry in
            expectRefusal(try await registry.get(path), 404, "NAME_UNKNOWN")
            expectRefusal(try await registry.send("PUT", path, body: [1]), 404, "NAME_UNKNOWN")
        }
    }

    @Test func everyAnswerHasARequestID() async throws {
        try await Registry.with { registry in
            let answers = [
                try await registry.get("/v2/"), try await registry.get("/v2/"), try await registry.get("/v2/app/tags/list"),
                try await registry.head("/v2/app/manifests/x"), try await registry.send("DELETE", "/v2/"),
            ]
            let ids = Set(answers.compactMap { $0["x-request-id"] })
            #expect(ids.count == answers.count)
        }
    }

    struct Methods: Sendable, CustomTestStringConvertible {
        let path: String
        let allowed: [String]
        var testDescription: String { path }
    }

    static let digest = "sha256:" + String(repeating: "a", count: 64)

    static let methods = [
        Methods(path: "/v2/", allowed: ["GET", "HEAD"]),
        Methods(path: "/v2/_catalog", allowed: ["GET", "HEAD"]),
        Methods(path: "/v2/_oci/ext/discover", allowed: ["GET", "HEAD"]),
        Methods(path: "/v2/app/_oci/ext/discover", allowed: ["GET", "HEAD"]),
        Methods(path: "/v2/app/tags/list", allowed: ["GET", "HEAD"]),
        Methods(path: "/v2/app/referrers/\(digest)", allowed: ["GET", "HEAD"]),
        Methods(path: "/v2/app/manifests/latest", allowed: ["GET", "HEAD", "PUT", "DELETE"]),
        Methods(path: "/v2/app/blobs/\(digest)", allowed: ["GET", "HEAD", "DELETE"]),
        Methods(path: "/v2/app/blobs/uploads/", allowed: ["POST"]),
        Methods(path: "/v2/app/blobs/uploads/00000000-0000-4000-8000-000000000000", allowed: ["GET", "HEAD", "PATCH", "PUT", "DELETE"]),
    ]

    @Test(arguments: methods) func methodsThatAPathDoesNotHaveAre405WithAllow(_ methods: Methods) async throws {
        try await Registry.with { registry in
            for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"] where !methods.allowed.contains(method) {
                let response = try await registry.raw("\(method) \(methods.path) HTTP/1.1")
                #expect(response.status == 405, "\(method)")
                #expect(response["allow"] == methods.allowed.joined(separator: ", "))
                if method != "HEAD" { expectRefusal(response, 405, "UNSUPPORTED") }
            }
        }
    }

    @Test func extensionsAreListed() async throws {
        try await Registry.with { registry in
            let response = try await registry.get("/v2/_oci/ext/discover")
            #expect(response.status == 200)
            #expect(response["content-type"] == "application/json")
            #expect(response.text.contains("\"_catalog\""))
            #expect(try await registry.get("/v2/app/_oci/ext/discover").text == #"{"extensions":[]}"#)
        }
    }
}
