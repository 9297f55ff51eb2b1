import ContentHashing
import FoundationEssentials
import LayerArchive
import OCIModel
import RegistryClient
import StageModel
import StageSigning

/// Does what ``RunPlan`` decides: the effects of `stowage stage run`.
final class StageRunner: Sendable {
    struct Job: Sendable {
        let repository: RepositoryName
        let inputs: StageInputs
        /// Relative to the folder of this process.
        let outputs: [String]
        let command: [String]
        let imageName: String?
        let checkout: Checkout
        let isGitAware: Bool
        let leaseTimeToLive: Duration
        let plan: RunPlan.Settings
        let extraction: ExtractionOptions
        let writing: LayerWriter.Options
        /// The descriptors that the command gets.
        let inherited: Set<Int32>
    }

    private static let longestPoll = Duration.seconds(60)

    let job: Job
    let client: RegistryClient
    let context: CommandContext
    private let signature: Signature
    private let display: ProgressDisplay
    private let keeper: LeaseKeeper
    private let lease: LeaseReference

    init(_ job: Job, client: RegistryClient, context: CommandContext) throws {
        self.job = job
        self.client = client
        self.context = context
        self.signature = job.inputs.signature
        self.display = ProgressDisplay(context.terminal)
        self.keeper = LeaseKeeper(client: client, timeToLive: job.leaseTimeToLive, messages: context.messages)
        guard let id = LeaseID("run-\(UUID().uuidString.lowercased())") else { throw CommandError(.runner, "can't make a name for the lease") }
        self.lease = LeaseReference(repository: job.repository.value, name: job.inputs.signature.value, id: id)
    }

    /// - Returns: The exit code.
    /// - Throws: `CancellationError` where a signal came before the command ran; what the system says of locks.
    func run() async throws -> Int32 {
        var turn = RunTurn()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await self.keeper.run() }
            defer { group.cancelAll() }
            do {
                let code = try await decide(&turn)
                await giveBack(&turn)
                return code
            } catch {
                await giveBack(&turn)
                throw error
            }
        }
    }

    private func decide(_ turn: inout RunTurn) async throws -> Int32 {
        var plan = RunPlan(job.plan)
        var step = plan.start()
        while true {
            for message in step.messages { say(message) }
            if case .finish(let code) = step.action { return code }
            let event: RunPlan.Event
            do {
                event = try await perform(step.action, &turn)
            } catch let error as ClientError {
                event = Self.event(for: error)
            }
            // A signal ends the waiting, and never a command that ended.
            if plan.phase == .beforeCommand { try Task.checkCancellation() }
            step = plan.next(after: event)
        }
    }

    /// A stage that is damaged or gone is no reason to mistrust the cache; all else is.
    private static func event(for error: ClientError) -> RunPlan.Event {
        switch error.code {
        case .damaged, .notFound: .notRestored(error.message)
        case .leaseLost: .leaseLost
        default: .cacheFailed(error.message)
        }
    }

    private func perform(_ action: RunPlan.Action, _ turn: inout RunTurn) async throws -> RunPlan.Event {
        switch action {
        case .lookUp:
            do {
                guard let state = try await client.lookup(LookupRequest(repository: job.repository, signatures: [signature])).stages.first else {
                    return .cacheFailed("the server gave no answer")
                }
                return .found(state, try await ancestry(of: state))
            } catch let error as ClientError {
                return .cacheFailed(error.message)
            }
        case .restore(let stage): return try await restore(stage, &turn)
        case .acquire(let generation): return try await acquire(generation, &turn)
        case .run(let explains): return try await runCommand(explains: explains, &turn)
        case .publish(let basis): return try await publish(basis, &turn)
        case .finish: return .cacheFailed("internal: nothing is left to do")
        }
    }

    private func ancestry(of state: SignatureState) async throws -> CommitAncestry? {
        job.isGitAware ? try await job.checkout.ancestry(of: [state]) : nil
    }

    func say(_ message: RunPlan.Message) {
        if message.isWarning { context.messages.warn("\(job.inputs.stage): \(message.text)") } else { say(message.text) }
    }

    private func say(_ text: String, word: String? = nil, _ emphasis: Messages.Emphasis = .plain) {
        if let word {
            context.messages.say("\(job.inputs.stage): \(text)", word: word, emphasis)
        } else {
            context.messages.say("\(job.inputs.stage): \(text)")
        }
    }
}

extension StageRunner {
    private func acquire(_ generation: Int64, _ turn: inout RunTurn) async throws -> RunPlan.Event {
        let begin = turn.waitingSince ?? ContinuousClock.now
        turn.waitingSince = begin
        turn.mayHoldLease = true
        let rest = max(.zero, job.plan.waitLimit - (ContinuousClock.now - begin))
        let request = AcquireLeaseRequest(
            repository: lease.repository, name: lease.name, id: lease.id, timeToLive: job.leaseTimeToLive.inMilliseconds,
            wait: turn.hasAsked ? min(rest, Self.longestPoll).inMilliseconds : 0, signature: signature, generation: generation)
        let answer: AcquireLeaseResponse
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
            return .waiting(position: answer.position ?? 0, waited: ContinuousClock.now - begin)
        }
    }

    /// Gives the lease back, or the place in its queue; also for a task that is cancelled. Where that fails its time passes.
    private func giveBack(_ turn: inout RunTurn) async {
        keeper.keep(nil)
        guard turn.mayHoldLease else { return }
        turn.mayHoldLease = false
        let (client, lease) = (self.client, self.lease)
        await Task {
            do { try await client.releaseLease(lease) } catch { return }
        }.value
    }

    private func restore(_ stage: StageCandidate, _ turn: inout RunTurn) async throws -> RunPlan.Event {
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

    private func runCommand(explains: Bool, _ turn: inout RunTurn) async throws -> RunPlan.Event {
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

    private func publish(_ basis: RunPlan.Basis, _ turn: inout RunTurn) async throws -> RunPlan.Event {
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

    private func lock(_ turn: inout RunTurn) async throws {
        guard turn.locks == nil else { return }
        let folder = FileManager.default.currentDirectoryPath
        let locks = try await OutputLocks(job.outputs.map { "\(folder)/\($0)" }, environment: context.environment) {
            say("another run in this folder works on the same output; waiting for it")
        }
        turn.hold(locks)
    }
}

/// What one run holds and has found out.
struct RunTurn {
    var waitingSince: ContinuousClock.Instant?
    var hasAsked = false
    var mayHoldLease = false
    var buildDuration: Duration?
    var pushed: StageUpload.Pushed?
    private(set) var locks: OutputLocks?

    mutating func unlock() { locks = nil }
    mutating func hold(_ locks: OutputLocks) { self.locks = locks }
}
