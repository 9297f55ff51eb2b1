import ContentHashing
import Foundation
import OCIModel
import RegistryClient
import StowageTestSupport
import Testing

@Suite("A push that is interrupted", .serialized)
struct ResumedPushTests {
    static let bytes = SeededBytes(seed: 7).bytes(count: 8 << 20)
    static let digest = Digest(hashing: bytes)

    @Test func `It goes on after every cut`() async throws {
        try await TestServer.with { server async throws in
            let pauses = Pauses()
            // The first connection also carries HEAD and POST; each gets about 1 MiB through.
            try await FaultyProxy.with(server, fault: { $0 < 5 ? .init(upload: 1 << 20) : nil }) { proxy async throws in
                let transfer = Transfer(name: "layer")
                try await withClient(proxy.address, pauses: pauses) { client async throws in
                    try await client.pushBlob(BytesBlobSource(Self.bytes), digest: Self.digest, to: .app, progress: transfer)
                    #expect(try await client.bytes(of: Self.digest, size: Self.bytes.count) == Self.bytes)
                }
                #expect(transfer.state == .finished && transfer.done == 8 << 20)
            }
            #expect(pauses.all.count >= 4)
            #expect(try server.openUploads.isEmpty)
        }
    }

    @Test func `A connection that never gets further ends it after a bounded number of attempts`() async throws {
        try await TestServer.with { server async throws in
            let pauses = Pauses()
            try await FaultyProxy.with(server, fault: { _ in .init(upload: 2000) }) { proxy async throws in
                try await withClient(proxy.address, pauses: pauses) { client async throws in
                    let error = await clientError {
                        try await client.pushBlob(BytesBlobSource(Self.bytes), digest: Self.digest, to: .app)
                    }
                    #expect(error?.code == .unreachable)
                }
                #expect(proxy.connections < 60)
            }
        }
    }

    @Test func `A lost answer to the last request counts when the blob is there`() async throws {
        let state = StubUpload(refusals: [.put: [.lost]])
        try await StubServer.with {
            state.answer($0, $1)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                try await client.pushBlob(BytesBlobSource([1, 2, 3]), digest: Digest(hashing: [1, 2, 3]), to: .app)
            }
            #expect(server.requests.map(\.method) == ["HEAD", "POST", "PUT", "GET", "HEAD"])
        }
    }

    @Test(arguments: [429, 503, 500, 408]) func `An answer that asks for patience is waited for`(status: Int) async throws {
        let pauses = Pauses()
        let busy = StubAnswer.error(status, "TOOMANYREQUESTS", "later", headers: ["Retry-After": "7"])
        let state = StubUpload(refusals: [.post: [busy], .patch: [busy, busy], .put: [busy]])
        try await StubServer.with {
            state.answer($0, $1)
        } _: { server async throws in
            try await withClient(server.address, pauses: pauses) { client async throws in
                try await client.pushBlob(BytesBlobSource(Self.bytes), digest: Self.digest, to: .app)
            }
            #expect(state.content == Self.bytes)
        }
        #expect(pauses.all == Array(repeating: .seconds(7), count: 4))
    }

    @Test func `A full store ends it with the server's words`() async throws {
        let state = StubUpload(refusals: [.patch: [.error(507, "UNAVAILABLE", "the disk is full")]])
        try await StubServer.with {
            state.answer($0, $1)
        } _: { server async throws in
            let pauses = Pauses()
            try await withClient(server.address, pauses: pauses) { client async throws in
                let error = await clientError { try await client.pushBlob(BytesBlobSource(Self.bytes), digest: Self.digest, to: .app) }
                #expect(error?.code == .refused && error?.status == 507)
                #expect(error?.message.contains("the disk is full") == true)
            }
            #expect(pauses.all.isEmpty)
            #expect(server.requests.last?.method == "DELETE")
        }
    }

    @Test func `An upload that is gone starts anew`() async throws {
        let state = StubUpload(refusals: [.patch: [.error(404, "BLOB_UPLOAD_UNKNOWN", "gone")]])
        try await StubServer.with {
            state.answer($0, $1)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                try await client.pushBlob(BytesBlobSource(Self.bytes), digest: Self.digest, to: .app)
            }
            #expect(state.content == Self.bytes)
            #expect(server.requests.filter { $0.method == "POST" }.count == 2)
        }
    }

    @Test func `Uploads that are always gone end it`() async throws {
        try await StubServer.with { request, _ in
            request.method == "POST"
                ? StubAnswer(status: 202, headers: ["Location": "/v2/team/app/blobs/uploads/1"]) : .error(404, "BLOB_UPLOAD_UNKNOWN", "gone")
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                let error = await clientError { try await client.pushBlob(BytesBlobSource([1]), digest: Digest(hashing: [1]), to: .app) }
                #expect(error?.code == .refused)
            }
            #expect(server.requests.filter { $0.method == "POST" }.count == 6)
        }
    }

    @Test func `A server that takes no bytes is given up`() async throws {
        let state = StubUpload(refusals: [:])
        let bytes = SeededBytes(seed: 8).bytes(count: 32 << 20)
        try await StubServer.with(early: ["PATCH": .silence]) {
            state.answer($0, $1)
        } _: { server async throws in
            let change: (inout RetryPolicy) -> Void = {
                $0.idleLimit = .seconds(1)
                $0.transferAttempts = 1
            }
            try await withClient(server.address, policy: change) { client async throws in
                let error = await clientError { try await client.pushBlob(BytesBlobSource(bytes), digest: Digest(hashing: bytes), to: .app) }
                #expect(error?.code == .unreachable)
            }
        }
    }

    @Test(arguments: [400, 413, 507]) func `A refusal in the middle of the bytes is heard`(status: Int) async throws {
        let state = StubUpload(refusals: [:])
        try await StubServer.with(early: ["PATCH": .answer(.error(status, "SIZE_INVALID", "too much"))]) {
            state.answer($0, $1)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                let error = await clientError { try await client.pushBlob(BytesBlobSource(Self.bytes), digest: Self.digest, to: .app) }
                #expect(error?.code == .refused && error?.status == status && error?.message.contains("too much") == true)
            }
        }
    }

    @Test(arguments: ["ftp://elsewhere/x", "", "//host/x", "v2/x"]) func `A location that is none is refused`(location: String) async throws {
        try await StubServer.with { request, _ in
            request.method == "POST" ? StubAnswer(status: 202, headers: ["Location": location]) : StubAnswer(status: 404)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                let error = await clientError { try await client.pushBlob(BytesBlobSource([1]), digest: Digest(hashing: [1]), to: .app) }
                #expect(error?.code == .protocolViolation)
            }
        }
    }
}

extension TestServer {
    var openUploads: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: "\(data)/uploads") }
    }
}
