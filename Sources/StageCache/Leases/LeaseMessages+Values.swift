import OCIModel
import StageModel

extension AcquireLeaseRequest {
    /// - Throws: ``OCIError`` with code `requestInvalid`.
    func check() throws(OCIError) {
        guard (1000...3_600_000).contains(timeToLive) else {
            throw OCIError(.requestInvalid, "timeToLive is \(timeToLive); it must be 1000 to 3600000 milliseconds")
        }
        guard (0...60_000).contains(wait) else { throw OCIError(.requestInvalid, "wait is \(wait); it must be 0 to 60000 milliseconds") }
        guard let generation else { return }
        guard signature != nil, generation >= 0 else {
            throw OCIError(.requestInvalid, "a generation is zero or more and goes with a signature, whose generation it is")
        }
    }
}

extension LeaseGrant {
    init(_ holder: LeaseQueue.Holder, _ name: String, in repository: RepositoryName) {
        self.init(
            repository: repository.value, name: name, id: holder.id, mode: holder.mode, token: holder.token,
            expiresAt: holder.expiresAt.millisecondsSince1970, timeToLive: holder.timeToLive.wholeMilliseconds)
    }
}

extension LeaseListing.Holder {
    init(_ holder: LeaseQueue.Holder) {
        self.init(
            mode: holder.mode, token: holder.token, expiresAt: holder.expiresAt.millisecondsSince1970,
            timeToLive: holder.timeToLive.wholeMilliseconds)
    }
}

extension OCIError {
    init(_ loss: LeaseQueue.Loss, of name: String) {
        switch loss {
        case .replaced: self.init(.leaseLost, "the lease '\(name)' was granted to somebody else; what was done under it may not count")
        case .unknown: self.init(.leaseLost, "nobody holds the lease '\(name)' under this id; acquire it again")
        }
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int64 { Int64(self / .milliseconds(1)) }
}
