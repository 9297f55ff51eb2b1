/// `POST /api/v1/leases/acquire`: asks for a lease, and waits for it.
package struct AcquireLeaseRequest: Hashable, Sendable, Codable {
    package var repository: String
    /// 1 to 255 characters of `A-Z a-z 0-9 . _ - /`. The lease on a stage is named by its signature.
    package var name: String
    /// Chosen by the client; the same when it asks again.
    package var id: LeaseID
    package var mode: LeaseMode
    /// In milliseconds, 1,000 to 3,600,000.
    package var timeToLive: Int64
    /// How long the server may wait before it answers, in milliseconds, 0 to 60,000.
    package var wait: Int64
    /// With these the answer comes as soon as the signature's generation is above the one given: the stage has appeared.
    package var signature: Signature?
    package var generation: Int64?

    package init(
        repository: String, name: String, id: LeaseID, mode: LeaseMode = .exclusive, timeToLive: Int64, wait: Int64, signature: Signature? = nil,
        generation: Int64? = nil
    ) {
        self.repository = repository
        self.name = name
        self.id = id
        self.mode = mode
        self.timeToLive = timeToLive
        self.wait = wait
        self.signature = signature
        self.generation = generation
    }
}

package struct AcquireLeaseResponse: Hashable, Sendable, Codable {
    package enum Outcome: String, Hashable, Sendable, Codable {
        case granted
        /// Ask again with the same id; the place in the queue is kept for a minute.
        case waiting
        /// The signature changed; `state` has what there is now. The place in the queue is given up.
        case appeared
    }

    package var outcome: Outcome
    package var lease: LeaseGrant?
    /// How many are before, where it has to wait.
    package var position: Int?
    /// Where a signature was named: what there is, read after the lease was granted.
    package var state: SignatureState?

    package init(outcome: Outcome, lease: LeaseGrant? = nil, position: Int? = nil, state: SignatureState? = nil) {
        self.outcome = outcome
        self.lease = lease
        self.position = position
        self.state = state
    }
}

package struct LeaseGrant: Hashable, Sendable, Codable {
    package var repository: String
    package var name: String
    package var id: LeaseID
    package var mode: LeaseMode
    /// The fencing token: above all earlier ones of this name.
    package var token: Int64
    /// In unix milliseconds, by the server's clock.
    package var expiresAt: Int64
    /// In milliseconds.
    package var timeToLive: Int64

    package init(repository: String, name: String, id: LeaseID, mode: LeaseMode, token: Int64, expiresAt: Int64, timeToLive: Int64) {
        self.repository = repository
        self.name = name
        self.id = id
        self.mode = mode
        self.token = token
        self.expiresAt = expiresAt
        self.timeToLive = timeToLive
    }
}

/// `POST /api/v1/leases/renew` (answers a ``LeaseGrant``) and `POST /api/v1/leases/release` (answers 204). 409 where the lease
/// is lost.
package struct LeaseReference: Hashable, Sendable, Codable {
    package var repository: String
    package var name: String
    package var id: LeaseID

    package init(repository: String, name: String, id: LeaseID) {
        self.repository = repository
        self.name = name
        self.id = id
    }
}
