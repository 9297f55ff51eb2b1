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

    let job: Job
    let client: RegistryClient
    let context: CommandContext
    let signature: Signature
    let display: ProgressDisplay
    let keeper: LeaseKeeper
    let lease: LeaseReference

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

    func ancestry(of state: SignatureState) async throws -> CommitAncestry? {
        job.isGitAware ? try await job.checkout.ancestry(of: [state]) : nil
    }

    func say(_ message: RunPlan.Message) {
        if message.isWarning { context.messages.warn("\(job.inputs.stage): \(message.text)") } else { say(message.text) }
    }

    func say(_ text: String, word: String? = nil, _ emphasis: Messages.Emphasis = .plain) {
        if let word {
            context.messages.say("\(job.inputs.stage): \(text)", word: word, emphasis)
        } else {
            context.messages.say("\(job.inputs.stage): \(text)")
        }
    }
}
