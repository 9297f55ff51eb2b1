import StageModel
import Testing

@testable import StowageCommands

@Suite("What a stage run does next")
struct RunPlanTests {
    private static let signature = Signature(String(repeating: "ab", count: 32))

    private func candidate(_ id: Int64, digest: String = "sha256:aa", commits: [CommitID] = []) throws -> StageCandidate {
        let signature = try #require(Self.signature)
        return StageCandidate(
            tag: StageTag(signature: signature, uniqueID: id).text, uniqueID: id, digest: digest, size: 10, publishedAt: id, commits: commits)
    }

    private func state(_ generation: Int64, _ candidates: StageCandidate...) throws -> SignatureState {
        SignatureState(signature: try #require(Self.signature), generation: generation, candidates: candidates)
    }

    private func lease(_ token: Int64 = 1) throws -> LeaseGrant {
        LeaseGrant(
            repository: "app/stages", name: "x", id: try #require(LeaseID("me")), mode: .exclusive, token: token, expiresAt: 0, timeToLive: 30_000)
    }

    /// A plan whose command is running, under a lease.
    private func running(_ settings: RunPlan.Settings = .init()) throws -> RunPlan {
        var plan = RunPlan(settings)
        _ = plan.start()
        _ = plan.next(after: .found(try state(3), nil))
        #expect(plan.next(after: .granted(try lease(), try state(3), nil)).action == .run(explains: true))
        return plan
    }

    @Test func `A stage that is there is restored, and the run is over`() throws {
        var plan = RunPlan(.init())
        #expect(plan.start() == .init(action: .lookUp))
        let old = try candidate(1_700_000_000_000)
        let new = try candidate(1_700_000_000_001)
        #expect(plan.next(after: .found(try state(5, new, old), nil)) == .init(action: .restore(old)))
        #expect(plan.selected == old)
        #expect(plan.next(after: .restored) == .init(action: .finish(0)))
        #expect(plan.phase == .over)
    }

    @Test func `A stage that is not there is built under a lease and published`() throws {
        var plan = try running()
        let publish = plan.next(after: .ended(0, interrupted: nil, missing: []))
        #expect(publish == .init(action: .publish(.init(generation: 3, lease: try lease()))))
        #expect(plan.next(after: .published) == .init(action: .finish(0)))
    }

    @Test func `A stage that appears while waiting is used`() throws {
        var plan = RunPlan(.init())
        _ = plan.start()
        #expect(plan.next(after: .found(try state(2), nil)).action == .acquire(generation: 2))
        let waiting = plan.next(after: .waiting(position: 2, waited: .seconds(1)))
        #expect(waiting.action == .acquire(generation: 2))
        #expect(waiting.messages == [.note("another runner is building this stage; waiting for it, 2 runners before this one")])
        #expect(plan.next(after: .waiting(position: 1, waited: .seconds(60))).messages.isEmpty)
        let stage = try candidate(1_700_000_000_000)
        #expect(plan.next(after: .found(try state(4, stage), nil)).action == .restore(stage))
    }

    @Test func `A stage that is there when the lease is granted is used`() throws {
        var plan = RunPlan(.init())
        _ = plan.start()
        _ = plan.next(after: .found(try state(2), nil))
        let stage = try candidate(1_700_000_000_000)
        #expect(plan.next(after: .granted(try lease(), try state(4, stage), nil)).action == .restore(stage))
        // Cut off meanwhile, it runs, and publishes nothing: the stage is there, and the lease was given back.
        #expect(plan.next(after: .cacheFailed("away")).action == .run(explains: false))
        #expect(plan.next(after: .ended(0, interrupted: nil, missing: [])).action == .finish(0))
    }

    @Test func `What appears without being fit is waited past`() throws {
        var plan = RunPlan(.init())
        _ = plan.start()
        _ = plan.next(after: .found(try state(2), nil))
        #expect(plan.next(after: .found(try state(7), nil)).action == .acquire(generation: 7))
    }

    @Test func `Past the limit of waiting the command runs without a lease`() throws {
        var plan = RunPlan(.init(waitLimit: .seconds(60)))
        _ = plan.start()
        _ = plan.next(after: .found(try state(2), nil))
        _ = plan.next(after: .waiting(position: 0, waited: .seconds(59)))
        let step = plan.next(after: .waiting(position: 0, waited: .seconds(60)))
        #expect(step.action == .run(explains: true))
        #expect(step.messages.map(\.isWarning) == [true])
        #expect(plan.next(after: .ended(0, interrupted: nil, missing: [])).action == .publish(.init(generation: 2, lease: nil)))
    }

    @Test func `A stage that can't be used is passed over, and the next one tried`() throws {
        var plan = RunPlan(.init())
        _ = plan.start()
        let bad = try candidate(1_700_000_000_000)
        let good = try candidate(1_700_000_000_001)
        _ = plan.next(after: .found(try state(5, bad, good), nil))
        let step = plan.next(after: .notRestored("it is damaged"))
        #expect(step.action == .lookUp)
        #expect(step.messages == [.warning("the stage abababab can't be used: it is damaged")])
        #expect(plan.next(after: .found(try state(5, bad, good), nil)).action == .restore(good))
        _ = plan.next(after: .notRestored("it is gone"))
        #expect(plan.next(after: .found(try state(6, bad), nil)).action == .acquire(generation: 6))
    }

    @Test func `With git only a stage whose commits are ancestors is used, and doubts are said`() throws {
        let known = try #require(CommitID(String(repeating: "1", count: 40)))
        let unknown = try #require(CommitID(String(repeating: "2", count: 40)))
        let ancestry = CommitAncestry([known: .notAncestor, unknown: .unknown(reason: "the clone is shallow")])
        var plan = RunPlan(.init())
        _ = plan.start()
        let step = plan.next(
            after: .found(
                try state(5, candidate(1_700_000_000_000, commits: [known]), candidate(1_700_000_000_001, commits: [unknown])), ancestry))
        #expect(step.action == .acquire(generation: 5))
        #expect(step.messages == [.warning("the stage abababab is passed over: the clone is shallow")])
    }

    @Test func `Without a server the command runs and nothing is published`() throws {
        var plan = RunPlan(.init())
        _ = plan.start()
        let step = plan.next(after: .cacheFailed("nobody answers"))
        #expect(step == .init(messages: [.warning("nobody answers; the command runs without the cache")], action: .run(explains: false)))
        #expect(plan.next(after: .ended(0, interrupted: nil, missing: [])) == .init(action: .finish(0)))
    }

    @Test func `Where the cache is required the command doesn't run without it`() {
        var plan = RunPlan(.init(requiresCache: true))
        _ = plan.start()
        #expect(plan.next(after: .cacheFailed("nobody answers")).action == .finish(125))
    }

    @Test func `Without leases the generation alone decides`() throws {
        var plan = RunPlan(.init())
        _ = plan.start()
        _ = plan.next(after: .found(try state(2), nil))
        #expect(plan.next(after: .cacheFailed("leases are off")).action == .run(explains: true))
        #expect(plan.next(after: .ended(0, interrupted: nil, missing: [])).action == .publish(.init(generation: 2, lease: nil)))
    }

    @Test(arguments: [1, 2, 127, 137])
    func `A failed command publishes nothing and its code passes through`(code: Int32) throws {
        var plan = try running()
        let step = plan.next(after: .ended(code, interrupted: nil, missing: []))
        #expect(step == .init(messages: [.note("the command failed with \(code); nothing is published")], action: .finish(code)))
    }

    @Test(arguments: [0, 130])
    func `An interrupted command publishes nothing, whatever its code`(code: Int32) throws {
        var plan = try running()
        let step = plan.next(after: .ended(code, interrupted: 2, missing: []))
        #expect(step.action == .finish(code))
    }

    @Test func `A command that makes no output is the runner's failure`() throws {
        var plan = try running()
        let step = plan.next(after: .ended(0, interrupted: nil, missing: ["out", "lib"]))
        #expect(step.action == .finish(125))
        #expect(step.messages == [.warning("the command succeeded, but did not make out and lib; see --output and --base")])
    }

    @Test func `What others published first is used by all`() throws {
        var plan = try running()
        _ = plan.next(after: .ended(0, interrupted: nil, missing: []))
        let other = try candidate(1_700_000_000_000, digest: "sha256:bb")
        let step = plan.next(after: .moved(try state(9, other), nil, to: "sha256:aa"))
        #expect(step.action == .restore(other))
        #expect(step.messages == [.note("another runner published the same stage first; using its abababab")])
        #expect(plan.next(after: .restored).action == .finish(0))
    }

    @Test func `The same image published by others is no work`() throws {
        var plan = try running()
        _ = plan.next(after: .ended(0, interrupted: nil, missing: []))
        #expect(plan.next(after: .moved(try state(9, candidate(1_700_000_000_000)), nil, to: "sha256:aa")).action == .finish(0))
    }

    @Test func `A change that brought nothing fit is published over, a few times`() throws {
        var plan = try running()
        _ = plan.next(after: .ended(0, interrupted: nil, missing: []))
        for generation in Int64(4)...7 {
            let step = plan.next(after: .moved(try state(generation), nil, to: "sha256:aa"))
            #expect(step.action == .publish(.init(generation: generation, lease: try lease())))
        }
        #expect(plan.next(after: .moved(try state(8), nil, to: "sha256:aa")).action == .finish(0))
    }

    @Test(arguments: [false, true])
    func `A result that could not be kept is a warning, and a failure only where the cache is required`(isRequired: Bool) throws {
        for event in [RunPlan.Event.leaseLost, .cacheFailed("the disk is full")] {
            var plan = try running(.init(requiresCache: isRequired))
            _ = plan.next(after: .ended(0, interrupted: nil, missing: []))
            let step = plan.next(after: event)
            #expect(step.action == .finish(isRequired ? 125 : 0))
            #expect(step.messages.map(\.isWarning) == [true])
        }
    }

    @Test func `An event out of turn ends the run as failed`() throws {
        var plan = RunPlan(.init())
        _ = plan.start()
        #expect(plan.next(after: .published).action == .finish(125))
    }
}
