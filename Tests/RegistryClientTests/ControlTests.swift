import ContentHashing
import FoundationEssentials
import OCIModel
import RegistryClient
import StageModel
import StowageTestSupport
import Testing

@Suite("Calls of /api/v1", .serialized)
struct ControlTests {
    static let hex = String(repeating: "ab", count: 32)
    static let digest = "sha256:\(hex)"

    private static func state(generation: Int = 8, candidates: Bool = true) -> String {
        let candidate = #"{"tag":"\#(hex)-1700000000000","uniqueID":1700000000000,"digest":"\#(digest)","size":5,"publishedAt":1,"commits":[]}"#
        return #"{"signature":"\#(hex)","generation":\#(generation),"candidates":[\#(candidates ? candidate : "")]}"#
    }

    private var signature: Signature { get throws { try #require(Signature(Self.hex)) } }

    private func publication() throws -> PublishStageRequest {
        PublishStageRequest(repository: "team/app", signature: try signature, digest: Self.digest, generation: 7)
    }

    @Test func `A lookup sends the chain and reads the states`() async throws {
        try await StubServer.with { _, _ in
            .json(#"{"stages":[\#(Self.state())]}"#)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                let answer = try await client.lookup(LookupRequest(repository: .app, signatures: [signature]))
                #expect(answer.stages.first?.candidates.first?.digest == Self.digest)
                #expect(
                    await clientError { _ = try await client.lookup(LookupRequest(repository: .app, signatures: [])) }?.code == .protocolViolation)
            }
            #expect(server.lines.first == "POST /api/v1/stages/lookup")
            let sent = try JSONDecoder().decode(LookupRequest.self, from: Data(server.requests[0].body))
            #expect(sent == LookupRequest(repository: try .app, signatures: [try signature]))
        }
    }

    @Test func `A publication that was overtaken is an answer, not an error`() async throws {
        try await StubServer.with { _, _ in
            .json(#"{"outcome":"moved","state":\#(Self.state())}"#, status: 409)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                #expect(try await client.publishStage(publication()).outcome == .moved)
            }
        }
    }

    @Test(arguments: ["moved", "lease-lost"]) func `A publication whose answer was lost counts when its stage is there`(outcome: String) async throws
    {
        try await StubServer.with { _, number in
            number == 0 ? .lost : .json(#"{"outcome":"\#(outcome)","state":\#(Self.state())}"#, status: 409)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                let answer = try await client.publishStage(publication())
                #expect(answer.outcome == .published && answer.stage?.digest == Self.digest)
            }
        }
    }

    @Test func `A publication whose answer was lost does not count when another stage is there`() async throws {
        try await StubServer.with { _, number in
            number == 0 ? .lost : .json(#"{"outcome":"moved","state":\#(Self.state(candidates: false))}"#, status: 409)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                #expect(try await client.publishStage(publication()).outcome == .moved)
            }
        }
    }

    @Test func `A lost lease is told apart`() async throws {
        try await StubServer.with { _, _ in
            .error(409, "LEASE_LOST", "somebody else has it")
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                let reference = LeaseReference(repository: "team/app", name: Self.hex, id: try #require(LeaseID("me")))
                let error = await clientError { _ = try await client.renewLease(reference) }
                #expect(error?.code == .leaseLost && error?.message.contains("somebody else has it") == true)
                #expect(await clientError { try await client.releaseLease(reference) }?.code == .leaseLost)
            }
        }
    }

    @Test func `A release whose answer was lost is done`() async throws {
        try await StubServer.with { _, number in
            number == 0 ? .lost : .error(409, "LEASE_LOST", "nobody has it")
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                try await client.releaseLease(LeaseReference(repository: "team/app", name: Self.hex, id: try #require(LeaseID("me"))))
            }
        }
    }

    @Test func `A lease is waited for longer than connections may be silent`() async throws {
        try await StubServer.with { _, _ in
            var answer = StubAnswer.json(#"{"outcome":"waiting","position":2}"#)
            answer.delay = 0.5
            return answer
        } _: { server async throws in
            try await withClient(server.address, policy: { $0.idleLimit = .milliseconds(100) }) { client async throws in
                let answer = try await client.acquireLease(
                    AcquireLeaseRequest(
                        repository: "team/app", name: Self.hex, id: try #require(LeaseID("me")), timeToLive: 30_000, wait: 60_000))
                #expect(answer.outcome == .waiting && answer.position == 2)
            }
        }
    }

    @Test func `Lists carry their questions`() async throws {
        try await StubServer.with { request, _ in
            switch request.target.split(separator: "?")[0] {
            case "/api/v1/stages": .json(#"{"stages":[]}"#)
            case "/api/v1/images": .json(#"{"images":[],"next":"v2"}"#)
            case "/api/v1/statistics": .json(#"{"hours":[]}"#)
            default: .error(404, "NAME_UNKNOWN", "no such tag")
            }
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                _ = try await client.stages(in: .app, stageName: "a&b=c ü", order: .newest, after: "x/y+z", limit: 10)
                #expect(try await client.images(in: .app, after: "v1").next == "v2")
                _ = try await client.statistics(hours: 24)
                #expect(await clientError { _ = try await client.image(TagName("v1"), in: .app) }?.code == .notFound)
            }
            #expect(
                server.lines == [
                    "GET /api/v1/stages?repository=team/app&stage=a%26b%3Dc%20%C3%BC&order=newest&after=x/y%2Bz&n=10",
                    "GET /api/v1/images?repository=team/app&after=v1", "GET /api/v1/statistics?hours=24",
                    "GET /api/v1/images/inspect?repository=team/app&tag=v1",
                ])
        }
    }

    @Test func `A document of something else is a violation`() async throws {
        try await StubServer.with { _, _ in
            .json(#"{"hello":"world"}"#)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                #expect(await clientError { _ = try await client.statistics() }?.code == .protocolViolation)
            }
        }
    }
}
