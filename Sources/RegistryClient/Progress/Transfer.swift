import Synchronization

/// How far one blob has come. Whoever shows it reads it from any thread, at any time.
package final class Transfer: Sendable {
    package enum State: Hashable, Sendable {
        case waiting
        case running
        /// The connection broke; it goes on from where it stood.
        case retrying(reason: String)
        case finished
        /// Nothing had to be sent.
        case alreadyThere
        case failed(reason: String)
    }

    private struct Facts {
        var total: Int64?
        var state = State.waiting
    }

    package let name: String
    private let bytes = Atomic<Int64>(0)
    private let facts: Mutex<Facts>
    private let listener: (@Sendable (Transfer) -> Void)?

    /// - Parameters:
    ///   - name: What to call it to the user.
    ///   - total: Its size in bytes; `nil` where that is not known yet.
    ///   - listener: Called after each change, some thousand times a gigabyte, wherever the change happened: it must be quick.
    package init(name: String, total: Int64? = nil, listener: (@Sendable (Transfer) -> Void)? = nil) {
        self.name = name
        self.facts = Mutex(Facts(total: total))
        self.listener = listener
    }

    /// Bytes sent or received. Falls back where a broken connection lost some.
    package var done: Int64 { bytes.load(ordering: .relaxed) }
    package var total: Int64? { facts.withLock { $0.total } }
    package var state: State { facts.withLock { $0.state } }

    func advance(to offset: Int64) {
        bytes.store(offset, ordering: .relaxed)
        listener?(self)
    }

    func become(_ state: State, total: Int64? = nil) {
        facts.withLock { facts in
            facts.state = state
            if let total { facts.total = total }
        }
        listener?(self)
    }
}
