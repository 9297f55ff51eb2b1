import FoundationEssentials
import StageModel
import StageSigning

extension StageRunner {
    func runCommand(explains: Bool, _ turn: inout RunTurn) async throws -> RunPlan.Event {
        // Who waited long enough leaves the queue, so that nobody waits for this one in it.
        if !keeper.isKeeping { await giveBack(&turn) }
        if explains { await explain() }
        try await lock(&turn)
        try Task.checkCancellation()
        for output in job.outputs { try Parents.make(for: output) }
        let begin = ContinuousClock.now
        let process: CommandProcess
        do {
            process = try CommandProcess.spawn(job.command, inherited: job.inherited)
        } catch {
            say(.warning(error.message))
            return .ended(error.exitCode, interrupted: nil, missing: [])
        }
        Interruption.shared.forward(to: process.pid)
        let status = await process.wait()
        Interruption.shared.forward(to: nil)
        turn.buildDuration = ContinuousClock.now - begin
        let missing = job.outputs.filter { !FileManager.default.fileExists(atPath: $0) }
        return .ended(status.exitCode, interrupted: Interruption.shared.number, missing: missing)
    }

    /// Says why the stage is not there. Nobody waits long for it, and nothing depends on it.
    private func explain() async {
        do {
            let reason = try await InputsInquiry(client: client, repository: job.repository).reason(for: job.inputs, checkout: job.checkout)
            say(reason.sentence(stage: job.inputs.stage, now: context.now), word: "miss", .notable)
        } catch {
            say("the reason is not known: \(error)", word: "miss", .notable)
        }
    }
}
