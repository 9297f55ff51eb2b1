import ContentHashing
import OCIModel
import RegistryClient
import StageModel
import StowageTestSupport
import Testing

@Suite("A server that doesn't answer", .serialized)
struct UnreachableTests {
    @Test func `Nobody listens: said quickly`() async throws {
        let port = try LoopbackPort.free()
        let clock = ContinuousClock()
        let begin = clock.now
        try await RegistryClient.with(ServerAddress("127.0.0.1:\(port)"), logger: .silent) { client async throws in
            let error = await clientError { _ = try await client.blobSize(Digest(hashing: []), in: .app) }
            #expect(error?.code == .unreachable)
            #expect(
                error?.message.hasSuffix(
                    ": nobody answers at http://127.0.0.1:\(port) (connection refused); check that the server runs there") == true)
        }
        #expect(clock.now - begin < .seconds(2))
    }

    @Test func `Nobody listens at any address of a name: said once, in words`() async throws {
        let port = try LoopbackPort.free()
        try await withClient("http://localhost:\(port)") { client async throws in
            let error = await clientError { _ = try await client.blobSize(Digest(hashing: []), in: .app) }
            #expect(error?.message.contains(": nobody answers at http://localhost:\(port) (connection refused);") == true)
        }
    }

    @Test func `A name that is unknown`() async throws {
        let pauses = Pauses()
        try await withClient("http://no-such-host.invalid:5000", pauses: pauses) { client async throws in
            let error = await clientError { _ = try await client.lookup(LookupRequest(repository: .app, signatures: [])) }
            #expect(error?.code == .unreachable)
            #expect(error?.message.contains(": the name of http://no-such-host.invalid:5000 is unknown here") == true)
        }
        #expect(pauses.all.count == 2)
    }

    @Test func `Every connection is cut`() async throws {
        try await StubServer.with { _, _ in
            .lost
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                #expect(await clientError { _ = try await client.manifest(Reference("latest"), in: .app) }?.code == .unreachable)
                #expect(await clientError { _ = try await client.bytes(of: Digest(hashing: []), size: 0) }?.code == .unreachable)
                #expect(
                    await clientError { try await client.pushBlob(BytesBlobSource([]), digest: Digest(hashing: []), to: .app) }?.code
                        == .unreachable)
            }
            #expect(server.requests.count == 3 + 6 + 3)
        }
    }

    @Test func `A server that stays unwell has answered`() async throws {
        try await StubServer.with { _, _ in
            .error(503, "UNAVAILABLE", "come back\\nlater\\u001b[31m")
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                let error = await clientError { _ = try await client.manifest(Reference("latest"), in: .app) }
                #expect(error?.code == .refused && error?.status == 503 && error?.serverCode == "UNAVAILABLE")
                #expect(error?.message.contains("come back later [31m") == true)
            }
            #expect(server.requests.count == 3)
        }
    }

    @Test func `What is no HTTP is said`() async throws {
        let listener = try LoopbackListener { socket, _ in
            _ = socket.read()
            socket.write(Array("SSH-2.0-OpenSSH_9.2\r\n\r\n\r\n".utf8))
        }
        defer { listener.close() }
        try await withClient("127.0.0.1:\(listener.port)") { client async throws in
            let error = await clientError { _ = try await client.manifest(Reference("latest"), in: .app) }
            #expect(error?.code == .protocolViolation)
        }
    }

    @Test func `Many requests leave no connection behind`() async throws {
        try await TestServer.with { server async throws in
            try await FaultyProxy.with(server, fault: { _ in nil }) { proxy async throws in
                try await withClient(proxy.address) { client async throws in
                    for _ in 0..<20 { _ = try await client.blobSize(Digest(hashing: []), in: .app) }
                }
                #expect(proxy.connections == 1)
                for _ in 0..<200 where proxy.openConnections > 0 { try await Task.sleep(for: .milliseconds(10)) }
                #expect(proxy.openConnections == 0)
            }
        }
    }
}
