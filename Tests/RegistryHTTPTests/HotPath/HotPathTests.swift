import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@testable import RegistryHTTP

/// Through the whole server: manifests answered from memory beside the same ones answered by their routes.
@Suite struct HotPathTests {
    /// A field that makes no difference to a manifest's route, and keeps the request from the hot path.
    private static let cold = "If-Match: *"

    private func fields(_ response: RawResponse) -> [String] {
        response.headers.filter { !["x-request-id", "date"].contains($0.name.lowercased()) }.map { "\($0.name.lowercased()): \($0.value)" }
            .sorted()
    }

    @Test func answersAsTheRouteDoes() async throws {
        try await Registry.with { registry in
            var large = ManifestBuilder.image(layers: ["one"])
            large.annotations = [("text", String(repeating: "x", count: 100_000))]
            let image = try await registry.image("one", as: "v1")
            let docker = try await registry.image("one", docker: true, in: "team/app", as: "manifests")
            let wide = try await registry.push(large, as: "wide")
            let targets = [
                "app/manifests/v1", "app/manifests/\(image.digest)", "team/app/manifests/manifests", "team/app/manifests/\(docker.digest)",
                "app/manifests/wide", "app/manifests/\(wide.digest)",
            ]
            for target in targets {
                // The first one brings it into memory.
                _ = try await registry.get("/v2/\(target)")
                for method in ["GET", "HEAD"] {
                    let hot = try await registry.raw("\(method) /v2/\(target) HTTP/1.1")
                    let cold = try await registry.raw("\(method) /v2/\(target) HTTP/1.1", Self.cold)
                    #expect(hot.status == 200)
                    #expect(hot.statusLine == cold.statusLine)
                    #expect(fields(hot) == fields(cold), "\(method) \(target)")
                    #expect(hot.body == cold.body)
                    for name in ["x-request-id", "date"] { #expect(hot[name]?.count == cold[name]?.count, "\(name)") }
                    #expect(hot["x-request-id"] != cold["x-request-id"])
                }
            }
            let metrics = try await registry.get("/metrics").body
            let text = String(decoding: metrics, as: UTF8.self)
            #expect(text.contains(#"stowage_http_requests_total{method="GET",route="manifests/<reference>",status="200"} 18"#), "\(text)")
        }
    }

    @Test func seesEveryChange() async throws {
        try await Registry.with { registry in
            let first = try await registry.image("one", as: "v1")
            let second = try await registry.image("two", as: "other")
            let connection = try await registry.connect()
            defer { connection.close() }
            func ask(_ reference: String) async throws -> RawResponse {
                try await connection.send(Registry.head(["GET /v2/app/manifests/\(reference) HTTP/1.1"]))
                return try await connection.readResponse()
            }
            for _ in 0..<2 { #expect(try await ask("v1").body == first.bytes) }
            try await registry.push(.image(layers: ["two"]), as: "v1")
            for _ in 0..<2 { #expect(try await ask("v1").body == second.bytes) }
            #expect(try await registry.send("DELETE", "/v2/app/manifests/v1").status == 202)
            #expect(try await ask("v1").status == 404)
            #expect(try await ask(second.digest.description).status == 200)
            #expect(try await registry.send("DELETE", "/v2/app/manifests/\(second.digest)").status == 202)
            for reference in [second.digest.description, "other"] { #expect(try await ask(reference).status == 404) }
        }
    }

    @Test func takesTurnsWithTheRoutesOnOneConnection() async throws {
        try await Registry.with { registry in
            let image = try await registry.image("one", as: "v1")
            _ = try await registry.get("/v2/app/manifests/v1")
            let content = Array("a blob".utf8)
            let digest = Digest(hashing: content)
            let connection = try await registry.connect()
            defer { connection.close() }
            for _ in 0..<3 {
                try await connection.send(Registry.head(["GET /v2/app/manifests/v1 HTTP/1.1"]))
                #expect(try await connection.readResponse().body == image.bytes)
                // The body in pieces of its own.
                try await connection.send(
                    Registry.head(["POST /v2/app/blobs/uploads/?digest=\(digest) HTTP/1.1", "Content-Length: \(content.count)"]))
                try await connection.send(Array(content[..<3]))
                try await connection.send(Array(content[3...]))
                #expect(try await connection.readResponse().status == 201)
                try await connection.send(Registry.head(["HEAD /v2/app/manifests/v1 HTTP/1.1"]))
                #expect(try await connection.readHead().status == 200)
                try await connection.send(Registry.head(["GET /v2/app/blobs/\(digest) HTTP/1.1"]))
                #expect(try await connection.readResponse().body == content)
                try await connection.send(Registry.head(["GET /v2/app/manifests/none HTTP/1.1"]))
                #expect(try await connection.readResponse().status == 404)
            }
        }
    }

    /// The order of answers is that of requests, whoever answers them.
    @Test func keepsTheOrderOfRequestsSentAtOnce() async throws {
        try await Registry.with { registry in
            let image = try await registry.image("one", as: "v1")
            _ = try await registry.get("/v2/app/manifests/v1")
            let hot = Registry.head(["GET /v2/app/manifests/v1 HTTP/1.1"])
            let missing = Registry.head(["GET /v2/app/manifests/none HTTP/1.1"])
            let connection = try await registry.connect()
            defer { connection.close() }
            try await connection.send(hot + hot + missing + hot + missing + hot)
            for status in [200, 200, 404, 200, 404, 200] {
                let response = try await connection.readResponse()
                #expect(response.status == status)
                if status == 200 { #expect(response.body == image.bytes) }
            }
        }
    }

    @Test func takesHeadsInPieces() async throws {
        try await Registry.with { registry in
            let image = try await registry.image("one", as: "v1")
            _ = try await registry.get("/v2/app/manifests/v1")
            let connection = try await registry.connect()
            defer { connection.close() }
            let head = Array(Registry.head(["GET /v2/app/manifests/v1 HTTP/1.1"]).utf8)
            for count in [1, 4, 5, 20, head.count - 3, head.count - 1] {
                try await connection.send(Array(head[..<count]))
                try await Task.sleep(for: .milliseconds(10))
                try await connection.send(Array(head[count...]))
                #expect(try await connection.readResponse().body == image.bytes)
            }
            // One whose end doesn't come is refused by the parser when the client stops sending.
            try await connection.send(Array(head[..<20]))
            connection.finishSending()
            #expect(try await connection.readToEnd().starts(with: "HTTP/1.1 400".utf8))
        }
    }

    /// More than the socket takes, asked for without reading; from memory, and from the route.
    @Test(arguments: [[], [cold]]) func aClientThatReadsLateGetsAllOfIt(fields: [String]) async throws {
        try await Registry.with { registry in
            var large = ManifestBuilder.image(layers: ["one"])
            large.annotations = [("text", String(repeating: "x", count: 1_000_000))]
            try await registry.image("one")
            let manifest = try await registry.push(large, as: "wide")
            _ = try await registry.get("/v2/app/manifests/wide")
            let connection = try await registry.connect()
            defer { connection.close() }
            let request = Registry.head(["GET /v2/app/manifests/wide HTTP/1.1"] + fields)
            for _ in 0..<40 { try await connection.send(request) }
            connection.finishSending()
            try await Task.sleep(for: .milliseconds(300))
            for _ in 0..<40 { #expect(try await connection.readResponse().body == manifest.bytes) }
            #expect(try await connection.readToEnd().isEmpty)
        }
    }
}
