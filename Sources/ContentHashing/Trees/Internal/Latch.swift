import Synchronization

/// Calls back once, when all shares were given.
final class Latch: Sendable {
    private let state: Mutex<(open: Int, ran: Int)>
    private let whenAllGiven: @Sendable (_ ran: Int) -> Void

    init(shares: Int, whenAllGiven: @escaping @Sendable (_ ran: Int) -> Void) {
        self.state = Mutex((shares, 0))
        self.whenAllGiven = whenAllGiven
    }

    func give(ran: Bool) {
        let total: Int? = state.withLock { state in
            state.open -= 1
            if ran { state.ran += 1 }
            return state.open == 0 ? state.ran : nil
        }
        if let total { whenAllGiven(total) }
    }
}
