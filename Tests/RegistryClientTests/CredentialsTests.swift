import ContentHashing
import OCIModel
import RegistryClient
import StowageTestSupport
import Testing

@Suite("Credentials", .serialized)
struct CredentialsTests {
    @Test func `They go to the server`() async throws {
        try await StubServer.with { _, _ in
            .error(401, "UNAUTHORIZED", "who are you")
        } _: { server async throws in
            try await withClient("http://ann:pass%20word@127.0.0.1:\(server.port)") { client async throws in
                let error = await clientError { _ = try await client.manifest(Reference("latest"), in: .app) }
                #expect(error?.code == .refused && error?.status == 401)
                #expect(error?.message.contains("who are you") == true && error?.message.contains("pass word") == false)
            }
            #expect(server.requests.map { $0.headers["authorization"] } == ["Basic YW5uOnBhc3Mgd29yZA=="])
        }
    }

    @Test func `They don't follow a blob to another server`() async throws {
        let bytes = Array("content".utf8)
        try await StubServer.with { _, _ in
            StubAnswer(body: bytes)
        } _: { other in
            let location = "\(other.address)/bytes"
            try await StubServer.with { request, _ in
                switch request.method {
                case "GET": StubAnswer(status: 307, headers: ["Location": location])
                case "POST": StubAnswer(status: 202, headers: ["Location": location])
                default: StubAnswer(status: 404, isHead: true)
                }
            } _: { server async throws in
                try await withClient("http://ann:word@127.0.0.1:\(server.port)") { client async throws in
                    #expect(try await client.bytes(of: Digest(hashing: bytes), size: bytes.count) == bytes)
                    _ = await clientError { try await client.pushBlob(BytesBlobSource([1]), digest: Digest(hashing: [1]), to: .app) }
                }
                #expect(server.requests.allSatisfy { $0.headers["authorization"] != nil })
            }
            #expect(other.requests.count >= 2)
            #expect(other.requests.allSatisfy { $0.headers["authorization"] == nil })
        }
    }

    @Test func `Redirects are bounded`() async throws {
        try await StubServer.with { _, number in
            StubAnswer(status: 307, headers: ["Location": "/again/\(number)"])
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                #expect(await clientError { _ = try await client.bytes(of: Digest(hashing: []), size: 0) }?.code == .protocolViolation)
            }
            #expect(server.requests.count <= 6)
        }
    }
}
