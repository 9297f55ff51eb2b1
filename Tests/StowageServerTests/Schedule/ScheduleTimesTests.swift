import StageModel
import Testing

@testable import StowageServer

@Suite("When a schedule is due")
struct ScheduleTimesTests {
    /// 2023-11-14 22:13:20 UTC.
    private let start = Timestamp(millisecondsSince1970: 1_700_000_000_000)

    private func times() throws -> ScheduleTimes {
        ScheduleTimes(try #require(CronSchedule("0 3 * * *")), now: start)
    }

    /// On a day after the start.
    private func at(_ day: Int64, _ hour: Int64, _ minute: Int64 = 0) -> Timestamp {
        Timestamp(millisecondsSince1970: 1_699_920_000_000 + day * 86_400_000 + hour * 3_600_000 + minute * 60_000)
    }

    @Test func `Once at each time, and not before`() throws {
        var times = try times()
        var due: [Timestamp] = []
        for minute in Int64(0)..<(3 * 1440) {
            let now = start.advanced(by: .seconds(60 * minute))
            if times.isDue(at: now) { due.append(now) }
        }
        #expect(due == [1, 2, 3].map { at($0, 3, 0).advanced(by: .seconds(20)) })
    }

    @Test func `A time that passed while something ran is made up for once`() throws {
        var times = try times()
        #expect(times.isDue(at: at(1, 3)) == true)
        #expect(times.isDue(at: at(2, 2, 59)) == false)
        #expect(times.isDue(at: at(2, 11)) == true)
        #expect(times.isDue(at: at(2, 11)) == false)
        #expect(times.next == at(3, 3))
    }

    @Test func `A clock that is set back a little does nothing twice`() throws {
        var times = try times()
        #expect(times.isDue(at: at(1, 3)) == true)
        #expect(times.isDue(at: at(1, 2, 50)) == false)
        #expect(times.isDue(at: at(1, 3)) == false)
        #expect(times.next == at(2, 3))
    }

    @Test(arguments: [Int64(-4000), 4000]) func `A clock that is set by days begins anew`(days: Int64) throws {
        var times = try times()
        #expect(times.isDue(at: at(days, 4)) == false)
        #expect(times.next == at(days + 1, 3))
        #expect(times.isDue(at: at(days + 1, 3)) == true)
    }
}
