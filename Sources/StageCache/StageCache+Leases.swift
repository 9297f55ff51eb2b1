import Catalog
import ImageStore
import Logging
package import OCIModel
package import StageModel

extension StageCache {
    /// Asks for a lease, and waits for it as long as the request says: until it is granted, or the signature that was named
    /// changes, or the server stops. Not at all where too many wait already.
    ///
    /// **Cancellation.** Who is cancelled gives up the place or the lease, as the client can't know of it. The answer is then
    /// that it has to wait.
    package func acquire(_ request: AcquireLeaseRequest, in repository: RepositoryName) async throws -> AcquireLeaseResponse {
        try request.check()
        let key = try LeaseKey(checking: request.name, in: repository)
        let asker = LatestAskers.Asker(key: key, id: request.id)
        let number = latestAskers.begin(asker)
        defer { latestAskers.end(number, of: asker) }
        var topics = [WakeUps.Topic.lease(key, request.id)]
        if let signature = request.signature { topics.append(.stages(repository, signature)) }
        return try await waits.with(topics) { wakeUp in
            do {
                let response = try await poll(request, key, in: repository, wakeUp)
                if !Task.isCancelled { return response }
            } catch  where Task.isCancelled {
                logger.debug("a client that waited for a lease has left", metadata: ["lease": "\(key)"])
            }
            if latestAskers.isLatest(number, of: asker) { try await giveUp(key, request.id) }
            return AcquireLeaseResponse(outcome: .waiting, position: 0)
        }
    }

    private func poll(
        _ request: AcquireLeaseRequest, _ key: LeaseKey, in repository: RepositoryName, _ wakeUp: WakeUp
    ) async throws -> AcquireLeaseResponse {
        let poll = LeasePoll(generation: request.generation, wait: .milliseconds(request.wait))
        let start = ContinuousClock.now
        while true {
            let state = request.generation == nil ? nil : try await self.state(of: request.signature, in: repository)
            var step = poll.step(seeing: state?.generation, elapsed: ContinuousClock.now - start)
            if case .ask(let patience) = step {
                let acquisition = try await OCIError.translating {
                    try await catalog.acquireLease(
                        key, id: request.id, mode: request.mode, timeToLive: .milliseconds(request.timeToLive), patience: patience, queues: true)
                }
                let mayWait = wakeUp.maySleep && !waits.isEnding
                step = poll.step(after: acquisition, elapsed: ContinuousClock.now - start, at: clock(), mayWait: mayWait)
            }
            switch step {
            case .appeared:
                try await giveUp(key, request.id)
                return AcquireLeaseResponse(outcome: .appeared, state: state)
            case .granted(let holder):
                let state = try await self.state(of: request.signature, in: repository)
                return AcquireLeaseResponse(outcome: .granted, lease: LeaseGrant(holder, request.name, in: repository), state: state)
            case .waiting(let position):
                return AcquireLeaseResponse(outcome: .waiting, position: position)
            case .sleep(let duration):
                try await wakeUp.sleep(atMost: duration)
            case .ask:
                continue
            }
        }
    }

    private func state(of signature: Signature?, in repository: RepositoryName) async throws -> SignatureState? {
        guard let signature else { return nil }
        return try await OCIError.translating { try await catalog.signatureStates([signature], in: repository).first }
    }

    /// Gives back what there is: a lease, a place or nothing.
    private func giveUp(_ key: LeaseKey, _ id: LeaseID) async throws {
        _ = try await OCIError.translating { try await catalog.releaseLease(key, id: id) }
    }

    /// - Throws: ``OCIError`` with code `leaseLost`.
    package func renew(_ reference: LeaseReference, in repository: RepositoryName) async throws -> LeaseGrant {
        let key = try LeaseKey(checking: reference.name, in: repository)
        switch try await OCIError.translating({ try await catalog.renewLease(key, id: reference.id) }) {
        case .success(let holder): return LeaseGrant(holder, reference.name, in: repository)
        case .failure(let loss): throw OCIError(loss, of: reference.name)
        }
    }

    /// Gives back a lease, or a place in the queue.
    ///
    /// - Throws: ``OCIError`` with code `leaseLost`.
    package func release(_ reference: LeaseReference, in repository: RepositoryName) async throws {
        let key = try LeaseKey(checking: reference.name, in: repository)
        switch try await OCIError.translating({ try await catalog.releaseLease(key, id: reference.id) }) {
        case .success: return
        case .failure(let loss): throw OCIError(loss, of: reference.name)
        }
    }

    /// The leases of a repository that somebody holds or waits for, by name, strictly after `after`. None where there is no
    /// such repository: one can lease what is yet to be made.
    package func leases(in repository: RepositoryName, after: String?, limit: Int) async throws -> LeaseListing {
        let page = try await OCIError.translating {
            try await catalog.leases(in: LeaseKey.namespace(of: repository), after: after, limit: limit)
        }
        return LeaseListing(
            leases: page.items.map { record in
                LeaseListing.Entry(
                    name: record.key.name, holders: record.queue.holders.map(LeaseListing.Holder.init), waiting: record.queue.waiters.count)
            }, next: page.hasMore ? page.items.last?.key.name : nil)
    }

    /// Gives everybody the full time again, from now: nobody could renew before. For the start, and for the moment from which
    /// requests are answered.
    package func resumeLeases() {
        catalog.resumeLeases()
    }
}
