import RegistryClient
import StageModel

extension StageRunner {
    /// The most that the server waits.
    private static let longestPoll = Duration.seconds(60)
    private static let shortestPoll = Duration.seconds(1)

    func acquire(_ generation: Int64, _ turn: inout RunTurn) async throws -> RunPlan.Event {
        let begin = turn.waitingSince ?? ContinuousClock.now
        turn.waitingSince = begin
        turn.mayHoldLease = true
        let rest = max(.zero, job.plan.waitLimit - (ContinuousClock.now - begin))
        let request = AcquireLeaseRequest(
            repository: lease.repository, name: lease.name, id: lease.id, timeToLive: job.leaseTimeToLive.inMilliseconds,
            wait: turn.hasAsked ? min(rest, Self.longestPoll).inMilliseconds : 0, signature: signature, generation: generation)
        let answer: AcquireLeaseResponse
        let start = ContinuousClock.now
        do {
            answer = try await client.acquireLease(request)
        } catch let error as ClientError {
            return .cacheFailed(error.message)
        }
        // The first answer comes at once, so that the wait can be said.
        turn.hasAsked = true
        switch answer.outcome {
        case .granted:
            guard let grant = answer.lease, let state = answer.state else { return .cacheFailed("the server granted a lease without saying which") }
            keeper.keep(lease)
            return .granted(grant, state, try await ancestry(of: state))
        case .appeared:
            guard let state = answer.state else { return .cacheFailed("the server did not say what appeared") }
            return .found(state, try await ancestry(of: state))
        case .waiting:
            // A server where too many wait, or that stops, answers before the time.
            try await Task.sleep(for: min(.milliseconds(request.wait), Self.shortestPoll) - (ContinuousClock.now - start))
            return .waiting(position: answer.position ?? 0, waited: ContinuousClock.now - begin)
        }
    }

    /// Gives the lease back, or the place in its queue; also for a task that is cancelled. Where that fails its time passes.
    func giveBack(_ turn: inout RunTurn) async {
        keeper.keep(nil)
        guard turn.mayHoldLease else { return }
        turn.mayHoldLease = false
        let (client, lease) = (self.client, self.lease)
        await Task {
            do { try await client.releaseLease(lease) } catch { return }
        }.value
    }
}
