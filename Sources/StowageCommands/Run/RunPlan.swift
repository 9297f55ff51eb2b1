import StageModel

/// What `stowage stage run` does next: a value that decides, told what happened, without a clock, a network or a disk.
///
/// The rules, in short: a stage that is there is used and never built. A stage that is not there is built under a lease, so
/// that others wait for it. Whatever is wrong with the cache, the command still runs, unless the cache is required. A command
/// that fails or is interrupted publishes nothing. What was published meanwhile by somebody else is used by all.
struct RunPlan {
    struct Settings: Equatable, Sendable {
        var requiresCache = false
        /// How long to wait for another runner that builds the stage.
        var waitLimit: Duration = .seconds(3600)
    }

    /// Under which generation, and under which lease, a result may be published.
    struct Basis: Equatable, Sendable {
        var generation: Int64
        var lease: LeaseGrant?
    }

    enum Action: Equatable, Sendable {
        /// Answered by ``Event/found(_:_:)`` or ``Event/cacheFailed(_:)``.
        case lookUp
        /// Puts the stage's output in its place; answered by ``Event/restored``, ``Event/notRestored(_:)`` or
        /// ``Event/cacheFailed(_:)``. A lease that is held is given back first.
        case restore(StageCandidate)
        /// Asks for the lease, or asks again; answered by ``Event/granted(_:_:_:)``, ``Event/found(_:_:)`` where the stage
        /// appeared, ``Event/waiting(position:waited:)`` or ``Event/cacheFailed(_:)``.
        case acquire(generation: Int64)
        /// Runs the command; answered by ``Event/ended(_:interrupted:missing:)``. `explains` where the reason of the miss
        /// should be said before.
        case run(explains: Bool)
        /// Packs the output, uploads it and publishes it; answered by ``Event/published``, ``Event/moved(_:_:to:)``,
        /// ``Event/leaseLost`` or ``Event/cacheFailed(_:)``.
        case publish(Basis)
        /// Ends with this exit code.
        case finish(Int32)
    }

    enum Event: Sendable {
        /// What is under the signature, and what git says of its commits where selection is git-aware.
        case found(SignatureState, CommitAncestry?)
        case granted(LeaseGrant, SignatureState, CommitAncestry?)
        case waiting(position: Int, waited: Duration)
        case restored
        /// This stage can't be used: it is gone, damaged, or holds what may not be extracted.
        case notRestored(String)
        /// The server is away or refuses.
        case cacheFailed(String)
        /// The command's exit code; the signal that interrupted the runner meanwhile; outputs that are not there although
        /// the command succeeded.
        case ended(Int32, interrupted: Int32?, missing: [String])
        case published
        /// Nothing was published, since the signature changed. `to` is the digest that was to be published.
        case moved(SignatureState, CommitAncestry?, to: String)
        case leaseLost
    }

    struct Message: Equatable, Sendable {
        let text: String
        let isWarning: Bool

        static func note(_ text: String) -> Message { Message(text: text, isWarning: false) }
        static func warning(_ text: String) -> Message { Message(text: text, isWarning: true) }
    }

    struct Step: Equatable, Sendable {
        /// To be said before the action.
        var messages: [Message] = []
        let action: Action
    }

    enum Phase: Equatable, Sendable {
        case beforeCommand, command, afterCommand, over
    }

    static let runnerFailed = CommandError.Code.runner.exitCode
    private static let maximumPublications = 5

    private let settings: Settings
    private(set) var phase = Phase.beforeCommand
    /// `nil` where the result is not to be published.
    private var basis: Basis?
    /// The tags of stages that can't be used.
    private var unusable: Set<String> = []
    private var hasSaidWaiting = false
    private var publications = 0
    /// Stages that were passed over because git couldn't tell.
    private var undecided: [Message] = []

    init(_ settings: Settings) {
        self.settings = settings
    }

    /// The stage that was chosen last; what was restored, where ``Event/restored`` has come.
    private(set) var selected: StageCandidate?

    func start() -> Step { Step(action: .lookUp) }

    /// - Precondition: The event is an answer to the last action; another one ends the run as failed.
    mutating func next(after event: Event) -> Step {
        switch (phase, event) {
        case (.beforeCommand, .found(let state, let ancestry)):
            return choose(among: state, ancestry) ?? acquire(state)
        case (.beforeCommand, .granted(let lease, let state, let ancestry)):
            if let step = choose(among: state, ancestry) { return step }
            basis = Basis(generation: state.generation, lease: lease)
            return run()
        case (.beforeCommand, .waiting(let position, let waited)):
            return wait(position: position, waited: waited)
        case (.beforeCommand, .restored):
            return finish(0)
        case (.beforeCommand, .notRestored(let reason)):
            return skip(reason)
        case (.beforeCommand, .cacheFailed(let reason)):
            return runWithoutCache(reason)
        case (.command, .ended(let code, let interrupted, let missing)):
            return ended(code, interrupted: interrupted, missing: missing)
        case (.afterCommand, .published):
            return finish(0)
        case (.afterCommand, .moved(let state, let ancestry, let digest)):
            return moved(state, ancestry, from: digest)
        case (.afterCommand, .restored):
            return finish(0)
        case (.afterCommand, .notRestored(let reason)), (.afterCommand, .cacheFailed(let reason)):
            return notKept(reason)
        case (.afterCommand, .leaseLost):
            return notKept("another runner took the lease over, since this one didn't renew it in time")
        default:
            return finish(Self.runnerFailed, .warning("internal: \(event) in the phase \(phase)"))
        }
    }
}

extension RunPlan {
    private mutating func finish(_ code: Int32, _ messages: Message...) -> Step {
        phase = .over
        return Step(messages: messages, action: .finish(code))
    }

    private mutating func choose(among state: SignatureState, _ ancestry: CommitAncestry?) -> Step? {
        let selection = CandidateSelection(among: state.candidates.filter { !unusable.contains($0.tag) }, ancestry: ancestry)
        selected = selection.selected
        guard let selected else {
            // Said where it matters: when nothing else could be used.
            undecided = selection.undecided.map { .warning("the stage \(Humanly.short($0.candidate.tag)) is passed over: \($0.reason)") }
            return nil
        }
        // What is there need not be published, and the lease is given back.
        basis = nil
        return Step(action: .restore(selected))
    }

    private mutating func acquire(_ state: SignatureState) -> Step {
        basis = Basis(generation: state.generation)
        let messages = undecided
        undecided = []
        return Step(messages: messages, action: .acquire(generation: state.generation))
    }

    private mutating func run(_ messages: Message...) -> Step {
        phase = .command
        let all = undecided + messages
        undecided = []
        return Step(messages: all, action: .run(explains: basis != nil))
    }

    private mutating func wait(position: Int, waited: Duration) -> Step {
        guard waited < settings.waitLimit else {
            return run(.warning("another runner has been building this stage for \(Humanly.duration(waited)); building it here too"))
        }
        let isFirst = !hasSaidWaiting
        hasSaidWaiting = true
        let before = position > 0 ? ", \(Humanly.count(position, "runner")) before this one" : ""
        return Step(
            messages: isFirst ? [.note("another runner is building this stage; waiting for it\(before)")] : [],
            action: .acquire(generation: basis?.generation ?? 0))
    }

    private mutating func skip(_ reason: String) -> Step {
        guard let selected else { return run(.warning(reason)) }
        unusable.insert(selected.tag)
        self.selected = nil
        return Step(messages: [.warning("the stage \(Humanly.short(selected.tag)) can't be used: \(reason)")], action: .lookUp)
    }

    private mutating func runWithoutCache(_ reason: String) -> Step {
        guard !settings.requiresCache else { return finish(Self.runnerFailed, .warning("\(reason); not run, because of --require-cache")) }
        selected = nil
        return run(.warning("\(reason); the command runs without the cache"))
    }

    private mutating func ended(_ code: Int32, interrupted: Int32?, missing: [String]) -> Step {
        selected = nil
        if let interrupted {
            // What an interrupted command left may be half of it, whatever code it gave.
            return finish(code, .note("interrupted by signal \(interrupted); nothing is published"))
        }
        guard code == 0 else { return finish(code, .note("the command failed with \(code); nothing is published")) }
        guard missing.isEmpty else {
            return finish(
                Self.runnerFailed,
                .warning("the command succeeded, but did not make \(Humanly.list(missing)); see --output and --base"))
        }
        guard let basis else { return finish(0) }
        phase = .afterCommand
        publications = 1
        return Step(action: .publish(basis))
    }

    private mutating func moved(_ state: SignatureState, _ ancestry: CommitAncestry?, from digest: String) -> Step {
        guard let step = choose(among: state, ancestry), let selected else {
            guard publications < Self.maximumPublications else { return notKept("the stage changed again and again while it was published") }
            publications += 1
            basis?.generation = state.generation
            return Step(action: .publish(Basis(generation: state.generation, lease: basis?.lease)))
        }
        let message = Message.note("another runner published the same stage first; using its \(Humanly.short(selected.tag))")
        guard selected.digest != digest else { return finish(0, message) }
        return Step(messages: [message] + step.messages, action: step.action)
    }

    private mutating func notKept(_ reason: String) -> Step {
        let what = "\(reason); the output stays here, and is not in the cache"
        guard settings.requiresCache else { return finish(0, .warning(what)) }
        return finish(Self.runnerFailed, .warning("\(what), which --require-cache takes for a failure"))
    }
}
