import Synchronization

final class StubLog: Sendable {
    private let log = Mutex<[StubRequest]>([])

    var requests: [StubRequest] { log.withLock { $0 } }

    func add(_ request: StubRequest) -> Int {
        log.withLock { log in
            log.append(request)
            return log.count - 1
        }
    }
}
