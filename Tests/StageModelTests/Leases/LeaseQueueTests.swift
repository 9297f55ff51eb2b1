import StageModel
import StowageTestSupport
import Testing

/// One lease, asked for with a time to live of ten seconds and a patience of sixty.
struct LeaseTable {
    var queue = LeaseQueue()
    let clock = TestClock()

    mutating func acquire(
        _ id: LeaseID, as holder: LeaseID? = nil, _ mode: LeaseMode = .exclusive, queues: Bool = true
    ) -> LeaseQueue.Acquisition {
        queue.acquire(id, grantedAs: holder, mode: mode, timeToLive: .seconds(10), patience: .seconds(60), queues: queues, at: clock.now)
    }

    mutating func renew(_ id: LeaseID) -> Result<LeaseQueue.Holder, LeaseQueue.Loss> {
        queue.renew(id, at: clock.now)
    }

    /// What a release came to; `nil` where it was done.
    mutating func release(_ id: LeaseID) -> LeaseQueue.Loss? {
        guard case .failure(let loss) = queue.release(id) else { return nil }
        return loss
    }
}

extension LeaseQueue.Acquisition {
    var token: Int64? {
        guard case .granted(let holder) = self else { return nil }
        return holder.token
    }

    var position: Int? {
        guard case .waiting(let position, _) = self else { return nil }
        return position
    }

    var until: Timestamp? {
        guard case .waiting(_, let until) = self else { return nil }
        return until
    }
}

@Suite struct LeaseQueueTests {
    @Test func firstInFirstOut() {
        var table = LeaseTable()
        #expect(table.acquire("a").token == 1)
        #expect(table.acquire("b").position == 0)
        #expect(table.acquire("c").position == 1)
        #expect(table.acquire("d").position == 2)
        #expect(table.release("a") == nil)
        // Whoever comes first now is not who waited longest.
        #expect(table.acquire("e").position == 3)
        #expect(table.acquire("d").position == 2)
        #expect(table.acquire("c").position == 1)
        #expect(table.acquire("b").token == 2)
        #expect(table.acquire("c").position == 0)
        #expect(table.release("b") == nil)
        #expect(table.acquire("c").token == 3)
    }

    @Test func expiresExactlyAtItsTime() {
        var table = LeaseTable()
        #expect(table.acquire("a").token == 1)
        #expect(table.acquire("b").until == table.clock.now.advanced(by: .seconds(10)))
        table.clock.advance(by: .milliseconds(9999))
        #expect(table.acquire("b").position == 0)
        table.clock.advance(by: .milliseconds(1))
        #expect(table.acquire("b").token == 2)
        #expect(table.queue.holders.map(\.id) == ["b"])
    }

    @Test func renewalCountsFromNow() throws {
        var table = LeaseTable()
        _ = table.acquire("a")
        table.clock.advance(by: .seconds(9))
        #expect(try table.renew("a").get().expiresAt == table.clock.now.advanced(by: .seconds(10)))
        #expect(try table.renew("a").get().token == 1)
        table.clock.advance(by: .seconds(9))
        #expect(table.acquire("b").position == 0)
    }

    @Test func whoExpiredCanRenewUntilReplaced() throws {
        var table = LeaseTable()
        _ = table.acquire("a")
        #expect(table.acquire("b").position == 0)
        table.clock.advance(by: .seconds(30))
        #expect(try table.renew("a").get().token == 1)
        #expect(table.acquire("b").position == 0, "renewed in time after all")
        table.clock.advance(by: .seconds(10))
        #expect(table.acquire("b").token == 2)
        #expect(table.renew("a") == .failure(.replaced))
        #expect(table.release("a") == .replaced)
        #expect(table.release("b") == nil)
        #expect(table.renew("a") == .failure(.unknown))
        #expect(table.release("a") == .unknown)
    }

    @Test func whoNeverHeldItCannotRenew() {
        var table = LeaseTable()
        #expect(table.renew("a") == .failure(.unknown))
        _ = table.acquire("a")
        _ = table.acquire("b")
        #expect(table.renew("b") == .failure(.replaced))
        #expect(table.queue.waiters.map(\.id) == ["b"])
    }

    @Test func aHolderThatAsksAgainRenews() {
        var table = LeaseTable()
        #expect(table.acquire("a").token == 1)
        #expect(table.acquire("b").position == 0)
        table.clock.advance(by: .seconds(8))
        #expect(table.acquire("a").token == 1)
        table.clock.advance(by: .seconds(8))
        #expect(table.acquire("b").position == 0)
    }

    @Test func whoStopsAskingLosesThePlace() {
        var table = LeaseTable()
        _ = table.acquire("a")
        _ = table.acquire("b")
        table.clock.advance(by: .seconds(1))
        _ = table.acquire("c")
        for _ in 0..<6 {
            table.clock.advance(by: .seconds(9))
            _ = table.renew("a")
        }
        #expect(table.acquire("c").position == 1, "b still has five seconds")
        table.clock.advance(by: .seconds(5))
        #expect(table.acquire("c").position == 0)
        #expect(table.queue.waiters.map(\.id) == ["c"])
        #expect(table.acquire("b").position == 1, "has to begin anew")
    }

    /// The lease is free, and the one it is due to has not asked yet.
    @Test func aFreeLeaseWaitsForTheHead() {
        var table = LeaseTable()
        _ = table.acquire("a")
        _ = table.acquire("b")
        _ = table.release("a")
        #expect(table.acquire("c").until == table.clock.now.advanced(by: .seconds(60)), "when b's place is given up")
        table.clock.advance(by: .seconds(60))
        #expect(table.acquire("c").token == 2)
    }

    /// With hundreds waiting, all of them at each expiry would keep the catalog busy.
    @Test func onlyWhoIsNextAsksWhenTheHolderExpires() {
        var table = LeaseTable()
        _ = table.acquire("a")
        let start = table.clock.now
        #expect(table.acquire("b").until == start.advanced(by: .seconds(10)))
        #expect(table.acquire("c").until == start.advanced(by: .seconds(60)))
        #expect(table.queue.next == ["b"])
        #expect(table.acquire("b", .shared).until == start.advanced(by: .seconds(10)))
        #expect(table.acquire("c", .shared).until == start.advanced(by: .seconds(10)))
        #expect(table.acquire("d").until == start.advanced(by: .seconds(60)))
        #expect(table.acquire("e", .shared).until == start.advanced(by: .seconds(60)))
        #expect(table.queue.next == ["b", "c"])
    }

    @Test func aClockThatIsSetBackProlongsNothing() {
        var table = LeaseTable()
        _ = table.acquire("a")
        _ = table.acquire("b")
        table.clock.advance(by: .seconds(-3600))
        #expect(table.acquire("c").until == table.clock.now.advanced(by: .seconds(60)))
        table.clock.advance(by: .milliseconds(9999))
        #expect(table.acquire("b").position == 0)
        table.clock.advance(by: .milliseconds(1))
        #expect(table.acquire("b").token == 2, "a is dead")
    }

    @Test func aPlaceCanBeGivenUp() {
        var table = LeaseTable()
        _ = table.acquire("a")
        _ = table.acquire("b")
        _ = table.acquire("c")
        #expect(table.release("b") == nil)
        #expect(table.acquire("c").position == 0)
        #expect(table.release("a") == nil)
        #expect(table.acquire("c").token == 2)
    }

    @Test func whoDoesNotQueueTakesNoPlace() {
        var table = LeaseTable()
        _ = table.acquire("a")
        #expect(table.acquire("b", queues: false).position == 0)
        #expect(table.queue.waiters.isEmpty)
        #expect(table.acquire("c").position == 0)
        _ = table.release("a")
        #expect(table.acquire("b", queues: false).position == 1)
        #expect(table.acquire("c").token == 2)
        _ = table.release("c")
        #expect(table.acquire("b", queues: false).token == 3)
        #expect(table.queue.waiters.isEmpty)
    }

    @Test func tokensRiseAndSayWhoIsCurrent() {
        var table = LeaseTable()
        #expect(!table.queue.isCurrent(1))
        _ = table.acquire("a")
        #expect(table.queue.isCurrent(1))
        #expect(!table.queue.isCurrent(2))
        #expect(!table.queue.isCurrent(0))
        table.clock.advance(by: .seconds(10))
        #expect(table.queue.isCurrent(1), "expired, and nobody took over")
        _ = table.acquire("b")
        #expect(!table.queue.isCurrent(1))
        #expect(table.queue.isCurrent(2))
        _ = table.release("b")
        #expect(table.queue.isCurrent(2), "given back, and nobody took over")
        #expect(table.queue.isIdle)
        _ = table.acquire("a")
        #expect(table.queue.lastToken == 3)
        #expect(!table.queue.isCurrent(2))
    }

    @Test func aRestartGivesEverybodyTheFullTime() {
        var table = LeaseTable()
        _ = table.acquire("a")
        _ = table.acquire("b")
        table.clock.advance(by: .seconds(600))
        table.queue.resume(at: table.clock.now)
        #expect(table.acquire("c").position == 1, "b's place is kept")
        table.clock.advance(by: .milliseconds(9999))
        #expect(table.acquire("b").position == 0)
        #expect(table.queue.holders.map(\.id) == ["a"])
        table.clock.advance(by: .milliseconds(1))
        #expect(table.acquire("b").token == 2)
    }

    /// As werf's clients ask: the place has a name that stays, each grant one of its own.
    @Test func aGrantCanHaveAnotherNameThanThePlace() throws {
        var table = LeaseTable()
        #expect(table.acquire("place", as: "first").token == 1)
        #expect(table.acquire("place", as: "second").position == 0, "asks for another lease")
        #expect(try table.renew("first").get().token == 1)
        #expect(table.renew("place") == .failure(.replaced))
        #expect(table.release("first") == nil)
        #expect(table.acquire("place", as: "third").token == 2)
        #expect(table.queue.holders.map(\.id) == ["third"])
        #expect(table.queue.waiters.isEmpty)
    }

    @Test func veryManyWaitersGetNoPlace() throws {
        var table = LeaseTable()
        _ = table.acquire("a")
        for number in 0..<LeaseQueue.maximumWaiters {
            #expect(table.acquire(try #require(LeaseID("w\(number)"))).position == number)
        }
        #expect(table.acquire("late").position == LeaseQueue.maximumWaiters)
        #expect(table.queue.waiters.count == LeaseQueue.maximumWaiters)
        _ = table.release("w0")
        #expect(table.acquire("late").position == LeaseQueue.maximumWaiters - 1)
        #expect(table.queue.waiters.count == LeaseQueue.maximumWaiters)
    }
}
