package import StageModel

extension RegistryClient {
    /// Asks for a lease and waits for it as long as the request says.
    ///
    /// Safe to lose the answer of: a holder that asks again under the same id has it renewed.
    package func acquireLease(_ request: AcquireLeaseRequest) async throws -> AcquireLeaseResponse {
        let action = "take the lease on \(request.name)"
        let response = try await post("/leases/acquire", request, to: action, timeLimit: .milliseconds(request.wait) + .seconds(30))
        try response.require(200, to: action)
        return try response.decoded()
    }

    /// - Throws: ``ClientError`` with code `leaseLost`.
    package func renewLease(_ reference: LeaseReference) async throws -> LeaseGrant {
        let action = "renew the lease on \(reference.name)"
        let response = try await post("/leases/renew", reference, to: action)
        try response.require(200, to: action)
        return try response.decoded()
    }

    /// Gives the lease back, or the place in its queue.
    ///
    /// - Throws: ``ClientError`` with code `leaseLost` where it was lost before.
    package func releaseLease(_ reference: LeaseReference) async throws {
        let action = "release the lease on \(reference.name)"
        let response = try await post("/leases/release", reference, to: action)
        // An attempt whose answer was lost released it.
        if response.followsLostAnswer, response.status == 409 { return }
        try response.require(200, 204, to: action)
    }
}
