import StageModel
import StowageTestSupport
import Testing

@testable import StageCache

/// What a request for a lease does next, with a clock that stands still.
@Suite struct LeasePollTests {
    private let clock = TestClock()
    private let poll = LeasePoll(generation: 5, wait: .seconds(30))

    @Test func asksWhileTheSignatureIsAsItWas() {
        #expect(poll.step(seeing: 5, elapsed: .zero) == .ask(patience: .seconds(90)))
        #expect(poll.step(seeing: 4, elapsed: .seconds(10)) == .ask(patience: .seconds(80)))
        #expect(poll.step(seeing: 5, elapsed: .seconds(31)) == .ask(patience: .seconds(60)))
        #expect(LeasePoll(generation: nil, wait: .zero).step(seeing: nil, elapsed: .zero) == .ask(patience: .seconds(60)))
    }

    @Test func stopsWhenTheStageAppears() {
        #expect(poll.step(seeing: 6, elapsed: .zero) == .appeared)
        #expect(poll.step(seeing: 6, elapsed: .seconds(40)) == .appeared)
    }

    @Test func sleepsUntilTheNextExpiry() {
        #expect(step(until: .seconds(7)) == .sleep(.seconds(7)))
        #expect(step(until: .seconds(70)) == .sleep(.seconds(30)))
        #expect(step(until: .seconds(70), elapsed: .seconds(29)) == .sleep(.seconds(1)))
    }

    /// Two clocks never agree; a loop that asks without a pause would keep the catalog busy.
    @Test func sleepsALittleWhereTheExpiryHasPassed() {
        #expect(step(until: .seconds(-3)) == .sleep(.milliseconds(10)))
        #expect(step(until: .zero) == .sleep(.milliseconds(10)))
    }

    @Test func answersWhenTheTimeIsOver() {
        #expect(step(until: .seconds(7), elapsed: .seconds(30)) == .waiting(position: 2))
        #expect(step(until: .seconds(7), elapsed: .seconds(31)) == .waiting(position: 2))
        #expect(step(until: .seconds(7), mayWait: false) == .waiting(position: 2))
    }

    @Test func answersAGrantAlways() throws {
        let id = try #require(LeaseID("a"))
        let holder = LeaseQueue.Holder(id: id, mode: .exclusive, token: 1, timeToLive: .seconds(1), expiresAt: clock.now)
        #expect(poll.step(after: .granted(holder), elapsed: .seconds(60), at: clock.now, mayWait: false) == .granted(holder))
    }

    /// With the queue that decides: who waits is granted the lease at the moment at which its holder expires.
    @Test func followsTheQueue() throws {
        let (first, second) = (try #require(LeaseID("a")), try #require(LeaseID("b")))
        var queue = LeaseQueue()
        _ = queue.acquire(first, mode: .exclusive, timeToLive: .seconds(10), patience: .seconds(60), at: clock.now)
        let start = clock.now
        var sleeps: [Duration] = []
        while true {
            let elapsed = start.duration(to: clock.now)
            guard case .ask(let patience) = poll.step(seeing: 5, elapsed: elapsed) else { break }
            let acquisition = queue.acquire(second, mode: .exclusive, timeToLive: .seconds(10), patience: patience, at: clock.now)
            guard case .sleep(let duration) = poll.step(after: acquisition, elapsed: elapsed, at: clock.now, mayWait: true) else { break }
            sleeps.append(duration)
            clock.advance(by: duration)
        }
        #expect(sleeps == [.seconds(10)])
        #expect(queue.holders.map(\.id) == [second])
    }

    private func step(until: Duration, elapsed: Duration = .zero, mayWait: Bool = true) -> LeasePoll.Step {
        poll.step(
            after: .waiting(position: 2, until: clock.now.advanced(by: until)), elapsed: elapsed, at: clock.now, mayWait: mayWait)
    }
}
