import ContentHashing
import Foundation
import StowageTestSupport
import Testing

@Suite struct ErrorDocumentsTests {
    /// The closed list of the specification.
    static let codes: Set<String> = [
        "BLOB_UNKNOWN", "BLOB_UPLOAD_INVALID", "BLOB_UPLOAD_UNKNOWN", "DIGEST_INVALID", "MANIFEST_BLOB_UNKNOWN", "MANIFEST_INVALID",
        "MANIFEST_UNKNOWN", "NAME_INVALID", "NAME_UNKNOWN", "SIZE_INVALID", "UNAUTHORIZED", "DENIED", "UNSUPPORTED", "TOOMANYREQUESTS",
    ]

    @Test func everyRefusalOfAClientsFaultHasACodeOfTheList() async throws {
        try await Registry.with { registry in
            let digest = Digest(hashing: [1])
            for (method, path, body) in [
                ("GET", "/v2/app/manifests/x", ""), ("GET", "/v2/app/blobs/\(digest)", ""), ("GET", "/v2/app/tags/list", ""),
                ("GET", "/v2/A/tags/list", ""), ("GET", "/v2/app/blobs/x", ""), ("PUT", "/v2/app/manifests/x", "x"),
                ("POST", "/v2/app/blobs/uploads/?digest=\(digest)", "x"), ("POST", "/v2/", ""), ("GET", "/v2/_catalog?n=x", ""),
                ("PATCH", "/v2/app/blobs/uploads/x", "x"), ("GET", "/", ""),
            ] {
                let response = try await registry.send(method, path, body: method == "GET" ? nil : Array(body.utf8))
                #expect((400..<500).contains(response.status))
                #expect(response["content-type"] == "application/json")
                let codes = response.errorCodes
                #expect(codes.count == 1 && Self.codes.isSuperset(of: codes), "\(response)")
            }
        }
    }

    @Test func whatAClientSentIsQuotedSafely() async throws {
        try await Registry.with { registry in
            let response = try await registry.raw("PUT /v2/app/manifests/%22%3C%5C%22 HTTP/1.1", "Content-Length: 0")
            expectRefusal(response, 400, "MANIFEST_INVALID")
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(response.body)) }
        }
    }

    @Test func aRefusedHeadHasTheHeadersOfARefusedGet() async throws {
        try await Registry.with { registry in
            for path in ["/v2/app/manifests/x", "/v2/app/blobs/\(Digest(hashing: [1]))", "/v2/A/tags/list"] {
                let get = try await registry.get(path)
                let head = try await registry.head(path)
                #expect(head.status == get.status)
                #expect(head["content-length"] == get["content-length"])
                #expect(head.body.isEmpty)
            }
        }
    }
}
