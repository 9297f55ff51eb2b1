import StageModel
import StowageTestSupport
import Testing

@Suite struct StageAdmissionTests {
    private func decide(
        expecting: Int64 = 3, current: Int64 = 3, lease: (queue: LeaseQueue, token: Int64)? = nil, at now: Timestamp = TestClock().now,
        taken: (Int64) -> Bool = { _ in false }
    ) -> StageAdmission {
        StageAdmission(expecting: expecting, current: current, lease: lease, at: now, isTaken: taken)
    }

    @Test func theIDIsTheTime() {
        let clock = TestClock()
        #expect(decide(at: clock.now) == .admitted(uniqueID: 1_700_000_000_000))
        clock.advance(by: .milliseconds(1))
        #expect(decide(at: clock.now) == .admitted(uniqueID: 1_700_000_000_001))
    }

    @Test func tiesAreRaisedByOne() {
        let taken: Set<Int64> = [1_700_000_000_000, 1_700_000_000_001, 1_700_000_000_003]
        #expect(decide(taken: taken.contains) == .admitted(uniqueID: 1_700_000_000_002))
    }

    @Test func veryManyTiesAreLeaptOver() throws {
        var asked = 0
        let outcome = decide(taken: { id in
            asked += 1
            return id < 1_700_010_000_000
        })
        guard case .admitted(let id) = outcome else { throw Unexpected(what: "\(outcome)") }
        #expect(id >= 1_700_010_000_000)
        #expect(asked < 200)
        #expect(decide(taken: { _ in true }) == .exhausted)
    }

    @Test func aWrongClockStillGivesThirteenDigits() {
        #expect(decide(at: Timestamp(millisecondsSince1970: 5)) == .admitted(uniqueID: 1_000_000_000_000))
        #expect(decide(at: Timestamp(millisecondsSince1970: 10_000_000_000_000)) == .exhausted)
    }

    @Test func anotherGenerationIsRefused() {
        #expect(decide(expecting: 2) == .moved)
        #expect(decide(expecting: 4) == .moved)
        #expect(decide(expecting: 0, current: 0) == .admitted(uniqueID: 1_700_000_000_000))
    }

    @Test func theDeadOnesLatePublishIsRefused() {
        var table = LeaseTable()
        _ = table.acquire("dead")
        #expect(decide(lease: (table.queue, 1)) == .admitted(uniqueID: 1_700_000_000_000))
        table.clock.advance(by: .seconds(10))
        #expect(decide(lease: (table.queue, 1)) == .admitted(uniqueID: 1_700_000_000_000), "nobody took over")
        _ = table.acquire("next")
        #expect(decide(lease: (table.queue, 1)) == .leaseLost)
        #expect(decide(expecting: 2, lease: (table.queue, 1)) == .leaseLost)
        #expect(decide(expecting: 2, lease: (table.queue, 2)) == .moved)
        #expect(decide(lease: (table.queue, 2)) == .admitted(uniqueID: 1_700_000_000_000))
    }
}
