import ContentHashing
import Foundation
import OCIModel
import StageModel
import StowageServer
import StowageTestSupport

/// A server and a client of it, as runners use them.
struct StageFarm: Sendable {
    let server: TestServer
    let probe: RegistryProbe
    let repository = "app/stages"

    static func with<Value: Sendable>(
        data: String? = nil, configure: (inout ServerSettings) -> Void = { _ in }, _ body: @escaping @Sendable (StageFarm) async throws -> Value
    ) async throws -> Value {
        try await TestServer.with(data: data, configure: configure) { server in
            try await RegistryProbe.with(baseURL: "http://127.0.0.1:\(server.port)") { probe in
                try await body(StageFarm(server: server, probe: probe))
            }
        }
    }

    // MARK: - Stages

    func state(of signature: Signature) async throws -> SignatureState {
        let states = try await probe.lookup([signature], in: repository)
        guard states.count == 1, states[0].signature == signature else { throw Unexpected("\(states)") }
        return states[0]
    }

    /// Pushes an image under a stage's tag, as any client of `/v2/` can.
    @discardableResult
    func push(_ signature: Signature, id: Int64, content: String = "layer") async throws -> Digest {
        try await probe.pushImage(content, to: repository, as: StageTag(signature: signature, uniqueID: id).text)
    }

    func publish(
        _ signature: Signature, _ digest: Digest, generation: Int64, lease: LeaseGrant? = nil
    ) async throws -> PublishStageResponse {
        let response = try await probe.post(
            "stages/publish",
            PublishStageRequest(
                repository: repository, signature: signature, digest: digest.description, generation: generation, lease: lease?.name,
                token: lease?.token))
        let answer: PublishStageResponse = try response.decoded(response.status == 201 ? 201 : 409, "POST of a stage")
        guard (answer.outcome == .published) == (response.status == 201) else { throw Unexpected("\(response)") }
        return answer
    }

    // MARK: - Leases

    func request(
        _ id: String, name: String = "build", mode: LeaseMode = .exclusive, timeToLive: Int64 = 60_000, wait: Int64 = 0,
        signature: Signature? = nil, generation: Int64? = nil
    ) throws -> AcquireLeaseRequest {
        AcquireLeaseRequest(
            repository: repository, name: name, id: try leaseID(id), mode: mode, timeToLive: timeToLive, wait: wait, signature: signature,
            generation: generation)
    }

    func acquire(_ request: AcquireLeaseRequest) async throws -> AcquireLeaseResponse {
        try await probe.post("leases/acquire", request, 200)
    }

    /// A lease that is free.
    func lease(_ id: String, name: String = "build", timeToLive: Int64 = 60_000) async throws -> LeaseGrant {
        let answer = try await acquire(request(id, name: name, timeToLive: timeToLive))
        guard answer.outcome == .granted, let lease = answer.lease else { throw Unexpected("\(answer)") }
        return lease
    }

    func reference(_ id: String, name: String = "build") throws -> LeaseReference {
        LeaseReference(repository: repository, name: name, id: try leaseID(id))
    }

    func renew(_ id: String) async throws -> ProbeResponse { try await probe.post("leases/renew", reference(id)) }

    func release(_ id: String) async throws -> ProbeResponse { try await probe.post("leases/release", reference(id)) }

    func leases() async throws -> LeaseListing { try await probe.get("leases?repository=\(repository)") }

    /// Returns when so many wait for the one lease that there is.
    func untilWaiting(_ count: Int) async throws {
        let start = ContinuousClock.now
        while try await leases().leases.first?.waiting ?? 0 != count {
            guard ContinuousClock.now - start < .seconds(10) else { throw Unexpected("\(try await leases())") }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private func leaseID(_ text: String) throws -> LeaseID {
        guard let id = LeaseID(text) else { throw Unexpected(text) }
        return id
    }
}

struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
