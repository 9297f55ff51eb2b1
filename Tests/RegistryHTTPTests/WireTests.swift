import ContentHashing
import Foundation
import OCIModel
import StowageServer
import StowageTestSupport
import Testing

/// What HTTP/1.1 itself can do to the registry, with exact bytes.
@Suite struct WireTests {
    @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
        try await Registry.with { registry in
            let image = try await registry.image("layer", as: "latest")
            let digest = try await registry.blob("content")
            let connection = try await registry.connect()
            defer { connection.close() }
            let heads = [
                "GET /v2/app/manifests/latest HTTP/1.1", "HEAD /v2/app/manifests/latest HTTP/1.1", "GET /v2/app/blobs/\(digest) HTTP/1.1",
                "GET /v2/app/manifests/none HTTP/1.1", "HEAD /v2/app/blobs/\(digest) HTTP/1.1", "GET /v2/ HTTP/1.1",
            ]
            try await connection.send(heads.map { Registry.head([$0]) }.joined())
            #expect(try await connection.readResponse().body == image.bytes)
            #expect(try await connection.readHead()["content-length"] == "\(image.bytes.count)")
            #expect(try await connection.readResponse().text == "content")
            #expect(try await connection.readResponse().status == 404)
            #expect(try await connection.readHead()["content-length"] == "7")
            #expect(try await connection.readResponse().text == "{}")
        }
    }

    @Test func pipelinedBodiesStayApart() async throws {
        try await Registry.with { registry in
            let first = try await registry.probe.startUpload(in: "app")
            let second = try await registry.probe.startUpload(in: "app")
            let connection = try await registry.connect()
            defer { connection.close() }
            try await connection.send(
                Registry.head(["PATCH \(first) HTTP/1.1", "Content-Length: 5"]) + "first"
                    + Registry.head(["PATCH \(second) HTTP/1.1", "Content-Length: 6"]) + "second"
                    + Registry.head(["PUT \(first)?digest=\(Digest(hashing: Array("first".utf8))) HTTP/1.1", "Content-Length: 0"])
                    + Registry.head(["PUT \(second)?digest=\(Digest(hashing: Array("second".utf8))) HTTP/1.1", "Content-Length: 0"]))
            var statuses: [Int] = []
            for _ in 0..<4 { statuses.append(try await connection.readResponse().status) }
            #expect(statuses == [202, 202, 201, 201])
        }
    }

    @Test(arguments: [202, 204, 304]) func answersWithoutABodyHaveNone(status: Int) async throws {
        try await Registry.with { registry in
            let digest = try await registry.blob("content")
            let location = try await registry.probe.startUpload(in: "app")
            let connection = try await registry.connect()
            defer { connection.close() }
            switch status {
            case 202: try await connection.send(Registry.head(["DELETE /v2/app/blobs/\(digest) HTTP/1.1"]))
            case 204: try await connection.send(Registry.head(["GET \(location) HTTP/1.1"]))
            default: try await connection.send(Registry.head(["GET /v2/app/blobs/\(digest) HTTP/1.1", "If-None-Match: \"\(digest)\""]))
            }
            let head = try await connection.readHead()
            #expect(head.status == status)
            if status == 204 { #expect(head["content-length"] == nil) }
            #expect(head["transfer-encoding"] == nil)
            if status == 304 { #expect(head["content-length"] != "0") }
            try await connection.send(Registry.head(["GET /v2/ HTTP/1.1"]))
            #expect(try await connection.readResponse().text == "{}")
        }
    }

    // MARK: - 100-continue

    @Test func aBodyThatIsWantedGets100First() async throws {
        try await Registry.with { registry in
            let digest = Digest(hashing: Array("hello".utf8))
            let location = try await registry.probe.startUpload(in: "app")
            let manifest = ManifestBuilder.index().bytes
            for (head, body, status) in [
                ("POST /v2/app/blobs/uploads/?digest=\(digest)", Array("hello".utf8), 201), ("PATCH \(location)", Array("hello".utf8), 202),
                ("PUT /v2/app/manifests/latest", manifest, 201),
            ] {
                let connection = try await registry.connect()
                defer { connection.close() }
                let type = "Content-Type: application/vnd.oci.image.index.v1+json"
                try await connection.send(Registry.head(["\(head) HTTP/1.1", type, "Content-Length: \(body.count)", "Expect: 100-continue"]))
                #expect(try await connection.read(through: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
                try await connection.send(body)
                #expect(try await connection.readResponse().status == status)
                // The connection goes on.
                try await connection.send(Registry.head(["GET /v2/ HTTP/1.1"]))
                #expect(try await connection.readResponse().status == 200)
            }
        }
    }

    @Test func aRequestThatItsHeadRefusesGetsNo100() async throws {
        try await Registry.with { settings in
            settings.uploads.maximumSize = ByteCount(1000)
        } _: { registry in
            let location = try await registry.probe.startUpload(in: "app")
            for (head, length, status) in [
                ("PUT /v2/app/manifests/latest", 5 << 20, 413), ("PUT /v2/A/manifests/latest", 10, 400),
                ("POST /v2/app/blobs/uploads/?digest=md5:x", 10, 400), ("PATCH /v2/app/blobs/uploads/x", 10, 404), ("PATCH \(location)", 1001, 413),
                ("PATCH \(location)", 10, 416), ("POST /v2/", 10, 405),
            ] {
                let connection = try await registry.connect()
                defer { connection.close() }
                try await connection.send(
                    Registry.head([
                        "\(head) HTTP/1.1", "Content-Length: \(length)", "Expect: 100-continue", status == 416 ? "Content-Range: 5-14" : "X-None: 1",
                    ]))
                let response = try await connection.readResponse()
                #expect(response.status == status, "\(head)")
                #expect(response["connection"] == "close")
                #expect(try await connection.readToEnd().isEmpty)
            }
        }
    }

    // MARK: - Early refusals

    /// A client that writes its whole body before it reads must still get the answer.
    @Test(arguments: ["Content-Length: 8388608", "Transfer-Encoding: chunked"]) func anEarlyRefusalReachesAClientThatKeepsSending(framing: String)
        async throws
    {
        try await Registry.with { registry in
            let connection = try await registry.connect()
            defer { connection.close() }
            try await connection.send(Registry.head(["PUT /v2/app/manifests/latest HTTP/1.1", framing]))
            let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
            for _ in 0..<8 { try await connection.send(framing.hasPrefix("T") ? Registry.chunked(piece, end: false) : piece) }
            let response = try await connection.readResponse()
            #expect(response.status == 413)
            #expect(response.text.contains("\"errors\""))
            // A rest that is known to be small is taken first, and the connection lives on.
            #expect((response["connection"] == "close") == framing.hasPrefix("T"))
        }
    }

    /// One that never ends is cut off after a bounded drain.
    @Test func anEndlessBodyOfARefusedRequestIsCutOff() async throws {
        try await Registry.with { registry in
            let connection = try await registry.connect()
            defer { connection.close() }
            try await connection.send(Registry.head(["PUT /v2/A/manifests/latest HTTP/1.1", "Transfer-Encoding: chunked"]))
            let start = ContinuousClock.now
            let piece = Registry.chunked([UInt8](repeating: 1, count: 1 << 20), end: false)
            var sent = 0
            do {
                while sent < 400 {
                    try await connection.send(piece)
                    sent += 1
                }
            } catch is RawConnectionError {
                // The server has closed.
            }
            #expect(sent < 400)
            #expect(ContinuousClock.now - start < .seconds(15))
        }
    }

    @Test func aShortBodyOfARefusedRequestKeepsTheConnection() async throws {
        try await Registry.with { registry in
            let connection = try await registry.connect()
            defer { connection.close() }
            for _ in 0..<3 {
                try await connection.send(Registry.head(["PUT /v2/A/manifests/latest HTTP/1.1", "Content-Length: 5"]) + "hello")
                let response = try await connection.readResponse()
                expectRefusal(response, 400, "NAME_INVALID")
                #expect(response["connection"] != "close")
            }
        }
    }

    // MARK: - Slow and broken bodies

    @Test(arguments: ["Content-Length: 10", "Content-Length: 1000000", "Transfer-Encoding: chunked"])
    func aBodyThatStopsIs408AndTheUploadGoesOn(framing: String) async throws {
        try await Registry.with { settings in
            settings.http.bodyTimeout = .milliseconds(300)
        } _: { registry in
            let location = try await registry.probe.startUpload(in: "app")
            let connection = try await registry.connect()
            defer { connection.close() }
            try await connection.send(Registry.head(["PATCH \(location) HTTP/1.1", framing]))
            try await connection.send(framing.hasPrefix("T") ? Registry.chunked(Array("hello".utf8), end: false) : Array("hello".utf8))
            let response = try await connection.readResponse()
            expectRefusal(response, 408, "BLOB_UPLOAD_INVALID")
            #expect(response["connection"] == "close")
            #expect(try await connection.readToEnd().isEmpty)
            #expect(try await registry.get(location)["range"] == "0-4")
            let digest = Digest(hashing: Array("hello world".utf8))
            #expect(try await registry.probe.finishUpload(location, as: digest, body: Array(" world".utf8)).status == 201)
        }
    }

    @Test func aManifestThatStopsIs408() async throws {
        try await Registry.with { settings in
            settings.http.bodyTimeout = .milliseconds(300)
        } _: { registry in
            let connection = try await registry.connect()
            defer { connection.close() }
            try await connection.send(Registry.head(["PUT /v2/app/manifests/x HTTP/1.1", "Content-Length: 10"]) + "{")
            let response = try await connection.readResponse()
            expectRefusal(response, 408, "MANIFEST_INVALID")
            #expect(response["connection"] == "close")
        }
    }

    @Test func aSlowBodyThatKeepsComingIsFine() async throws {
        try await Registry.with { settings in
            settings.http.bodyTimeout = .milliseconds(600)
        } _: { registry in
            let location = try await registry.probe.startUpload(in: "app")
            let connection = try await registry.connect()
            defer { connection.close() }
            try await connection.send(Registry.head(["PATCH \(location) HTTP/1.1", "Content-Length: 10"]))
            for _ in 0..<10 {
                try await connection.send("x")
                try await Task.sleep(for: .milliseconds(120))
            }
            #expect(try await connection.readResponse().status == 202)
        }
    }

    enum Break: CaseIterable { case lengthHalfClosed, lengthClosed, chunkedHalfClosed, chunkedClosed, badChunk }

    @Test(arguments: Break.allCases, ["PATCH", "PUT"]) func aBodyThatBreaksOffIsKeptAndNothingIsPublished(kind: Break, method: String) async throws {
        try await Registry.with { registry in
            let location = try await registry.probe.startUpload(in: "app")
            let digest = Digest(hashing: Array("hello world".utf8))
            let connection = try await registry.connect()
            let isChunked = ![.lengthHalfClosed, .lengthClosed].contains(kind)
            try await connection.send(
                Registry.head([
                    "\(method) \(location)\(method == "PUT" ? "?digest=\(digest)" : "") HTTP/1.1",
                    isChunked ? "Transfer-Encoding: chunked" : "Content-Length: 11",
                ]))
            try await connection.send(isChunked ? Registry.chunked(Array("hello".utf8), end: false) : Array("hello".utf8))
            // Until the bytes are the upload's, so that what follows finds them there.
            try await Task.sleep(for: .milliseconds(100))
            switch kind {
            case .lengthHalfClosed, .chunkedHalfClosed: connection.finishSending()
            case .badChunk: try await connection.send("nonsense\r\n")
            default: connection.close()
            }
            if ![.lengthClosed, .chunkedClosed].contains(kind) {
                let answer = String(decoding: try await connection.readToEnd(), as: UTF8.self)
                #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400"), "\(answer)")
                connection.close()
            }

            var status = try await registry.get(location)
            for _ in 0..<200 where status.status == 409 {
                try await Task.sleep(for: .milliseconds(10))
                status = try await registry.get(location)
            }
            #expect(status.status == 204)
            #expect(status["range"] == "0-4")
            #expect(try registry.files(in: "blobs").isEmpty)
            #expect(try await registry.probe.blob(Digest(hashing: Array("hello".utf8)), in: "app").status == 404)
            #expect(try await registry.probe.finishUpload(location, as: digest, body: Array(" world".utf8)).status == 201)
            #expect(try await registry.probe.blob(digest, in: "app").text == "hello world")
        }
    }

    @Test func aManifestThatBreaksOffIsNotPublished() async throws {
        try await Registry.with { registry in
            // Cut behind the last brace: what came is a manifest, what was meant is not known.
            let bytes = ManifestBuilder.index().bytes
            for framing in ["Content-Length: \(bytes.count + 1)", "Transfer-Encoding: chunked"] {
                let connection = try await registry.connect()
                try await connection.send(
                    Registry.head(["PUT /v2/app/manifests/latest HTTP/1.1", "Content-Type: application/vnd.oci.image.index.v1+json", framing]))
                try await connection.send(framing.hasPrefix("T") ? Registry.chunked(bytes, end: false) : bytes)
                connection.finishSending()
                let answer = String(decoding: try await connection.readToEnd(), as: UTF8.self)
                #expect(!answer.hasPrefix("HTTP/1.1 201"), "\(framing)")
                connection.close()
                #expect(try await registry.get("/v2/app/manifests/latest").status == 404)
            }
        }
    }
}

extension WireTests {
    /// curl and the JDK offer HTTP/2 on their first request over plain HTTP; NIO's parser stops behind such a request.
    @Test(arguments: ["GET /v2/ HTTP/1.1", "CONNECT a:1 HTTP/1.1"]) func anOfferToChangeTheProtocolEndsTheConnection(line: String) async throws {
        try await Registry.with { registry in
            let connection = try await registry.connect()
            defer { connection.close() }
            try await connection.send(
                Registry.head([line, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"]))
            let answer = String(decoding: try await connection.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix(line.hasPrefix("GET") ? "HTTP/1.1 200" : "HTTP/1.1 4"), "\(answer)")
            #expect(answer.lowercased().contains("connection: close"), "\(answer)")
        }
    }
}
