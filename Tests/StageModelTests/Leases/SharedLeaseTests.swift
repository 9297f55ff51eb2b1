import StageModel
import StowageTestSupport
import Testing

@Suite struct SharedLeaseTests {
    @Test func sharedOnesHoldTogether() {
        var table = LeaseTable()
        #expect(table.acquire("a", .shared).token == 1)
        #expect(table.acquire("b", .shared).token == 2)
        #expect(table.queue.isCurrent(1))
        #expect(table.queue.isCurrent(2))
        #expect(table.acquire("x").position == 0)
        _ = table.release("a")
        #expect(!table.queue.isCurrent(1))
        #expect(table.acquire("x").position == 0)
        _ = table.release("b")
        #expect(table.acquire("x").token == 3)
        #expect(table.acquire("a", .shared).position == 0)
    }

    /// Otherwise a stream of shared ones would keep an exclusive one out for ever.
    @Test func sharedOnesDoNotOvertakeAnExclusiveOne() {
        var table = LeaseTable()
        _ = table.acquire("a", .shared)
        #expect(table.acquire("x").position == 0)
        #expect(table.acquire("b", .shared).position == 1)
        _ = table.release("a")
        #expect(table.acquire("b", .shared).position == 1)
        #expect(table.acquire("x").token == 2)
    }

    @Test func thoseSideBySideGetItTogether() {
        var table = LeaseTable()
        _ = table.acquire("x")
        #expect(table.acquire("a", .shared).position == 0)
        #expect(table.acquire("b", .shared).position == 1)
        #expect(table.acquire("y").position == 2)
        #expect(table.acquire("c", .shared).position == 3)
        _ = table.release("x")
        #expect(table.acquire("c", .shared).position == 3)
        #expect(table.acquire("b", .shared).token == 2, "with only shared ones before it")
        #expect(table.acquire("y").position == 1)
        #expect(table.acquire("a", .shared).token == 3)
        #expect(table.acquire("y").position == 0)
        _ = table.release("a")
        _ = table.release("b")
        #expect(table.acquire("y").token == 4)
    }

    @Test func anExclusiveOneReplacesAllThatExpired() {
        var table = LeaseTable()
        _ = table.acquire("a", .shared)
        table.clock.advance(by: .seconds(5))
        _ = table.acquire("b", .shared)
        table.clock.advance(by: .seconds(5))
        #expect(table.acquire("x").position == 0, "b has five seconds")
        #expect(table.queue.holders.count == 2, "and a may renew as long")
        table.clock.advance(by: .seconds(5))
        #expect(table.acquire("x").token == 3)
        #expect(table.queue.holders.map(\.id) == ["x"])
    }

    @Test func anExpiredOneStaysWhileOnlySharedOnesFollow() throws {
        var table = LeaseTable()
        _ = table.acquire("a", .shared)
        table.clock.advance(by: .seconds(60))
        _ = table.acquire("b", .shared)
        #expect(try table.renew("a").get().token == 1)
        table.clock.advance(by: .seconds(10))
        table.clock.advance(by: LeaseQueue.memory)
        _ = table.acquire("c", .shared)
        #expect(table.queue.holders.map(\.id) == ["c"], "but not for ever")
    }

    @Test func veryManyHoldersPushOutTheDead() throws {
        var table = LeaseTable()
        for number in 0..<LeaseQueue.maximumHolders {
            #expect(table.acquire(try #require(LeaseID("h\(number)")), .shared).token != nil)
        }
        #expect(table.acquire("late", .shared).position == 0)
        table.clock.advance(by: .seconds(10))
        #expect(table.acquire("late", .shared).token != nil)
        #expect(table.queue.holders.map(\.id) == ["late"])
    }

    /// A place counts for what is asked for now: those behind look at it.
    @Test func aWaiterCanAskForAnotherMode() {
        var table = LeaseTable()
        _ = table.acquire("x")
        _ = table.acquire("a", .shared)
        _ = table.acquire("b", .shared)
        #expect(table.acquire("a", .exclusive).position == 0)
        _ = table.release("x")
        #expect(table.acquire("b", .shared).position == 1)
        #expect(table.acquire("a", .exclusive).token == 2)
    }
}
