import StageModel
import Synchronization

/// Shows on a terminal how much of an inventory was read.
final class PlanningProgress: Sendable {
    private struct State {
        var line: ProgressLine
        var tags = 0
    }

    private let state: Mutex<State>

    init(_ terminal: Terminal) {
        self.state = Mutex(State(line: ProgressLine(terminal)))
    }

    func add(_ page: InventoryPage) {
        state.withLock { state in
            state.tags += page.manifests.reduce(0) { $0 + $1.tags.count }
            state.line.draw("reading the inventory: \(Humanly.count(state.tags, "tag"))")
        }
    }

    func end() {
        state.withLock { $0.line.clear() }
    }
}
