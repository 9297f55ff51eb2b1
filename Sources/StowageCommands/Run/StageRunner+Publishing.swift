import ContentHashing
import LayerArchive
import OCIModel
import RegistryClient
import StageModel
import StageSigning

extension StageRunner {
    func publish(_ basis: RunPlan.Basis, _ turn: inout RunTurn) async throws -> RunPlan.Event {
        let begin = ContinuousClock.now
        let pushed: StageUpload.Pushed
        if let earlier = turn.pushed {
            pushed = earlier
        } else {
            let upload = StageUpload(client: client, repository: job.repository, options: job.writing, display: display)
            let sources = job.outputs.map { StageUpload.Source.output(path: $0, name: $0) }
            let facts = StageFacts(
                stageName: job.inputs.stage, imageName: job.imageName, parent: job.inputs.parent?.value, commits: job.checkout.commits,
                gitReference: job.checkout.reference, buildDuration: turn.buildDuration)
            do {
                pushed = try await display.showing {
                    try await upload.push(sources, facts: facts, command: CommandLineText.join(self.job.command), inputs: self.job.inputs)
                }
            } catch let error as ClientError {
                return .cacheFailed(error.message)
            } catch {
                if error is CancellationError { throw error }
                return .cacheFailed("the output can't be kept: \(error)")
            }
            turn.pushed = pushed
            if !pushed.skipped.isEmpty { say(.warning("sockets are left out: \(Humanly.list(pushed.skipped))")) }
        }
        let answer: PublishStageResponse
        do {
            answer = try await client.publishStage(
                PublishStageRequest(
                    repository: job.repository.value, signature: signature, digest: pushed.digest.description, generation: basis.generation,
                    lease: basis.lease?.name, token: basis.lease.map(\.token)))
        } catch let error as ClientError where error.code != .leaseLost {
            return .cacheFailed(error.message)
        }
        switch answer.outcome {
        case .published:
            let duration = ContinuousClock.now - begin
            say(
                "published as \(Humanly.short(answer.stage?.tag ?? signature.value)) (\(Humanly.bytes(pushed.size)) in \(Humanly.duration(duration)))"
            )
            return .published
        case .moved:
            return .moved(answer.state, try await ancestry(of: answer.state), to: pushed.digest.description)
        case .leaseLost:
            return .leaseLost
        }
    }
}
