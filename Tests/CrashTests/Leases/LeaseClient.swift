import Foundation
import OCIModel
import StageModel
import StowageTestSupport

/// Asks a live server for leases, byte for byte as a runner does.
struct LeaseClient {
    let probe: RegistryProbe
    let repository = "app/stages"

    func acquire(_ name: String, _ id: LeaseID, timeToLive: Duration, wait: Duration = .zero) async throws -> AcquireLeaseResponse {
        let request = AcquireLeaseRequest(
            repository: repository, name: name, id: id, timeToLive: timeToLive.milliseconds, wait: wait.milliseconds)
        let response = try await post("acquire", request)
        guard response.status == 200 else { throw Unexpected(response: response) }
        return try JSONDecoder().decode(AcquireLeaseResponse.self, from: Data(response.body))
    }

    /// - Returns: `nil` where the lease is lost.
    func renew(_ name: String, _ id: LeaseID) async throws -> LeaseGrant? {
        let response = try await post("renew", LeaseReference(repository: repository, name: name, id: id))
        if response.status == 409 { return nil }
        guard response.status == 200 else { throw Unexpected(response: response) }
        return try JSONDecoder().decode(LeaseGrant.self, from: Data(response.body))
    }

    /// - Returns: False where the lease was lost before.
    func release(_ name: String, _ id: LeaseID) async throws -> Bool {
        let response = try await post("release", LeaseReference(repository: repository, name: name, id: id))
        guard response.status == 204 || response.status == 409 else { throw Unexpected(response: response) }
        return response.status == 204
    }

    private func post(_ verb: String, _ body: some Encodable) async throws -> ProbeResponse {
        try await probe.send(
            "POST", "/api/v1/leases/\(verb)", ["Content-Type": "application/json"], body: Array(try JSONEncoder().encode(body)))
    }

    struct Unexpected: Error {
        let response: ProbeResponse
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 { Int64(self / .milliseconds(1)) }
}
