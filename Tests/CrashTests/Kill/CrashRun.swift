import ContentHashing
import StowageTestSupport
import Synchronization

/// What the workers of a crash test share: the ledger, open uploads, and whatever was wrong.
final class CrashRun: Sendable {
    struct Tally: Equatable {
        var acknowledged = 0
        var deletions = 0
        var resumedUploads = 0
        /// Requests that the crash left without an answer.
        var cutOff = 0
    }

    private struct State {
        var ledger = Ledger()
        /// By the number of the worker.
        var uploads: [Int: [UploadAccount]] = [:]
        var problems: [String] = []
        var tally = Tally()
        var isKilled = false
    }

    private let state = Mutex(State())

    var tally: Tally { state.withLock { $0.tally } }
    var problems: [String] { state.withLock { $0.problems } }
    /// Set just before the server is killed: from here on a lost connection is no news.
    var isKilled: Bool {
        get { state.withLock { $0.isKilled } }
        set { state.withLock { $0.isKilled = newValue } }
    }

    func report(_ problem: String) {
        state.withLock { $0.problems.append(problem) }
    }

    func possibleStates(of key: Ledger.Key) -> Set<Ledger.State> { state.withLock { $0.ledger.possibleStates(of: key) } }

    /// True where the key is known to be there.
    func isPresent(_ key: Ledger.Key) -> Bool { !possibleStates(of: key).contains(.absent) }

    /// Sends one request that sets the keys to states, and notes what the answer says about it.
    ///
    /// - Parameters:
    ///   - success: The status that acknowledges.
    ///   - refusal: A status that says nothing was done, where that can happen rightly.
    /// - Throws: What `request` throws, after which the operation stays in flight.
    func perform(
        _ effects: [(Ledger.Key, Ledger.State)], success: Int, refusal: Int? = nil, _ request: () async throws -> ProbeResponse
    ) async throws {
        let operations = state.withLock { state in effects.map { state.ledger.begin($0.0, $0.1) } }
        let response: ProbeResponse
        do {
            response = try await request()
        } catch {
            state.withLock { $0.tally.cutOff += 1 }
            throw error
        }
        state.withLock { state in
            if response.status == success {
                for operation in operations { state.ledger.acknowledge(operation) }
                state.tally.acknowledged += 1
                if effects.contains(where: { $0.1 == .absent }) { state.tally.deletions += 1 }
            } else if let refusal, response.status == refusal {
                for operation in operations { state.ledger.refuse(operation) }
            } else {
                state.problems.append("\(effects.map { "\($0.0) to \($0.1)" }): answered with \(response)")
            }
        }
    }

    /// Takes the worker's oldest open upload out of the account, or none.
    func takeUpload(of worker: Int) -> UploadAccount? {
        state.withLock { state in
            guard let uploads = state.uploads[worker], !uploads.isEmpty else { return nil }
            return state.uploads[worker]?.removeFirst()
        }
    }

    func keepUpload(_ upload: UploadAccount, of worker: Int) {
        state.withLock { $0.uploads[worker, default: []].append(upload) }
    }

    func noteResumedUpload() { state.withLock { $0.tally.resumedUploads += 1 } }
}

extension CrashRun {
    /// Looks at everything after a restart, judges it, and goes on from there.
    func audit(_ probe: RegistryProbe) async throws {
        let keys = state.withLock { $0.ledger.keys }
        var observed: [Ledger.Key: Ledger.State] = [:]
        try await withThrowingTaskGroup(of: [(Ledger.Key, Ledger.State)].self) { group in
            let shares = 6
            for share in 0..<shares {
                group.addTask {
                    var found: [(Ledger.Key, Ledger.State)] = []
                    for index in stride(from: share, to: keys.count, by: shares) {
                        if let state = try await self.look(at: keys[index], probe) { found.append((keys[index], state)) }
                    }
                    return found
                }
            }
            for try await found in group { for (key, state) in found { observed[key] = state } }
        }
        state.withLock { [observed] state in
            state.problems += state.ledger.violations(observed).map(\.description)
            state.ledger.settle(observed)
        }
        try await auditTagLists(observed, probe)
        try await auditUploads(probe)
    }

    private func look(at key: Ledger.Key, _ probe: RegistryProbe) async throws -> Ledger.State? {
        let response =
            switch key {
            case .blob(let repository, let digest): try await probe.blob(digest, in: repository)
            case .manifest(let repository, let digest): try await probe.manifest(digest.description, in: repository)
            case .tag(let repository, let name): try await probe.manifest(name, in: repository)
            }
        switch response.status {
        case 200:
            let digest = Digest(hashing: response.body)
            if let claimed = response["docker-content-digest"], claimed != digest.description {
                report("\(key) is served as \(claimed), with bytes of \(digest)")
            }
            return .present(digest)
        case 404:
            return .absent
        default:
            report("\(key): GET after the restart was answered with \(response)")
            return nil
        }
    }

    /// The list of each repository's tags must agree with the tags one by one.
    private func auditTagLists(_ observed: [Ledger.Key: Ledger.State], _ probe: RegistryProbe) async throws {
        var tags: [String: Set<String>] = [:]
        for case (.tag(let repository, let name), let state) in observed {
            tags[repository, default: []].formUnion(state == .absent ? [] : [name])
        }
        for (repository, expected) in tags {
            let response = try await probe.send("GET", "/v2/\(repository)/tags/list")
            let listed = response.status == 404 ? [] : TagList.names(in: response.body)
            if listed != expected {
                report("the tags of \(repository) are listed as \(listed.map { $0.sorted() } ?? []); they are \(expected.sorted())")
            }
        }
    }

    private func auditUploads(_ probe: RegistryProbe) async throws {
        for (worker, accounts) in state.withLock({ $0.uploads }) {
            var open: [UploadAccount] = []
            for var account in accounts {
                let response = try await probe.uploadStatus(account.location)
                let offset = response.status == 204 ? response.uploadOffset : nil
                if let fault = account.fault(observing: offset) { report(fault) }
                if let offset {
                    account.resume(at: offset)
                    open.append(account)
                }
            }
            state.withLock { [open] in $0.uploads[worker] = open }
        }
    }
}
