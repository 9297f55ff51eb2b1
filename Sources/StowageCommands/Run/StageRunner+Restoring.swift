import FoundationEssentials
import RegistryClient
import StageModel
import StageSigning

extension StageRunner {
    func restore(_ stage: StageCandidate, _ turn: inout RunTurn) async throws -> RunPlan.Event {
        await giveBack(&turn)
        try await lock(&turn)
        // Not while waiting for a lease: whoever has that may wait for this lock.
        defer { turn.unlock() }
        let begin = ContinuousClock.now
        let size: Int64
        do {
            let restoration = OutputRestoration(
                download: StageDownload(client: client, repository: job.repository, options: job.extraction, display: display))
            size = try await display.showing { try await restoration.restore(stage, to: self.job.outputs) }
        } catch {
            if error is ClientError || error is CancellationError { throw error }
            return .notRestored("\(error)")
        }
        let duration = ContinuousClock.now - begin
        let saved = stage.buildTime.map { "; building it took \(Humanly.duration(.milliseconds($0)))" } ?? ""
        say(
            "restored \(Humanly.list(job.outputs)) from \(Humanly.short(stage.tag)), \(StageOrigin.text(stage, now: context.now)) (\(Humanly.bytes(size)) in \(Humanly.duration(duration))\(saved))",
            word: "hit", .good)
        return .restored
    }

    func lock(_ turn: inout RunTurn) async throws {
        guard turn.locks == nil else { return }
        let folder = FileManager.default.currentDirectoryPath
        let locks = try await OutputLocks(job.outputs.map { "\(folder)/\($0)" }, environment: context.environment) {
            say("another run in this folder works on the same output; waiting for it")
        }
        turn.hold(locks)
    }
}
