import RegistryClient
import StageModel
import Synchronization

/// Holds a lease while the command runs: renews it three times within its time to live.
final class LeaseKeeper: Sendable {
    private let client: RegistryClient
    private let interval: Duration
    private let messages: Messages
    private let held = Mutex<LeaseReference?>(nil)

    init(client: RegistryClient, timeToLive: Duration, messages: Messages) {
        self.client = client
        self.interval = timeToLive / 3
        self.messages = messages
    }

    /// Keeps this one from now on; `nil` to keep none.
    func keep(_ lease: LeaseReference?) {
        held.withLock { $0 = lease }
    }

    var isKeeping: Bool { held.withLock { $0 != nil } }

    /// Until the task is cancelled.
    ///
    /// A renewal that fails is tried again at the next turn: while nobody else takes the lease it is not lost.
    func run() async {
        while true {
            do { try await Task.sleep(for: interval) } catch { return }
            guard let lease = held.withLock({ $0 }) else { continue }
            do {
                _ = try await client.renewLease(lease)
            } catch let error as ClientError where error.code == .leaseLost {
                held.withLock { if $0 == lease { $0 = nil } }
                messages.warn("the lease on this stage is lost; another runner may build it too, and what this one makes may not be kept")
            } catch {
                continue
            }
        }
    }
}
