import Foundation
import StageModel
import Testing

@testable import StowageServer

@Suite("Cron expressions")
struct CronScheduleTests {
    private static func moment(_ text: String) throws -> Timestamp {
        Timestamp(millisecondsSince1970: Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970 * 1000))
    }

    @Test(arguments: [
        ("30 3 * * *", "2026-11-24T03:29:59Z", "2026-11-24T03:30:00Z"), ("30 3 * * *", "2026-11-24T03:30:00Z", "2026-11-25T03:30:00Z"),
        ("30 3 * * *", "2026-12-31T23:59:59Z", "2027-01-01T03:30:00Z"), ("* * * * *", "2026-11-24T10:00:00Z", "2026-11-24T10:01:00Z"),
        ("*/15 * * * *", "2026-11-24T10:46:00Z", "2026-11-24T11:00:00Z"), ("5-59/20 * * * *", "2026-11-24T10:25:00Z", "2026-11-24T10:45:00Z"),
        ("0 9-17/4 * * *", "2026-11-24T13:00:00Z", "2026-11-24T17:00:00Z"), ("0,30 8,20 * * *", "2026-11-24T08:00:00Z", "2026-11-24T08:30:00Z"),
        ("1,1,1 0 * * *", "2026-11-24T00:00:00Z", "2026-11-24T00:01:00Z"),
        // Leap years, also of whole centuries.
        ("0 0 29 2 *", "2026-11-24T00:00:00Z", "2028-02-29T00:00:00Z"), ("0 0 29 2 *", "2096-02-29T00:00:00Z", "2104-02-29T00:00:00Z"),
        ("0 0 29 2 *", "1999-03-01T00:00:00Z", "2000-02-29T00:00:00Z"), ("59 23 28 2 *", "2027-03-01T00:00:00Z", "2028-02-28T23:59:00Z"),
        ("0 0 31 * *", "2026-11-01T00:00:00Z", "2026-12-31T00:00:00Z"), ("0 0 30,31 2,4 *", "2026-11-24T00:00:00Z", "2027-04-30T00:00:00Z"),
        // Names, ranges of names, Sunday under both numbers.
        ("0 0 * JAN,jul *", "2026-11-24T00:00:00Z", "2027-01-01T00:00:00Z"), ("0 0 * * sun", "2026-11-24T00:00:00Z", "2026-11-29T00:00:00Z"),
        ("0 0 * * 0", "2026-11-24T00:00:00Z", "2026-11-29T00:00:00Z"), ("0 0 * * 7", "2026-11-24T00:00:00Z", "2026-11-29T00:00:00Z"),
        ("0 0 * * fri-sun", "2026-11-28T00:00:00Z", "2026-11-29T00:00:00Z"), ("0 0 * * sat-7", "2026-11-28T00:00:00Z", "2026-11-29T00:00:00Z"),
        ("0 0 * * mon-fri", "2026-11-27T00:00:00Z", "2026-11-30T00:00:00Z"), ("0 0 * * */2", "2026-11-28T00:00:00Z", "2026-11-29T00:00:00Z"),
        // One of the days is enough where both are said, both count where one begins with a star.
        ("0 0 13 * fri", "2026-11-24T00:00:00Z", "2026-11-27T00:00:00Z"), ("0 0 13 * fri", "2026-12-11T00:00:00Z", "2026-12-13T00:00:00Z"),
        ("0 0 30 2 mon", "2026-11-24T00:00:00Z", "2027-02-01T00:00:00Z"), ("0 0 */10 * fri", "2026-11-24T00:00:00Z", "2026-12-11T00:00:00Z"),
        ("0 0 29 2 */6", "2026-11-24T00:00:00Z", "2032-02-29T00:00:00Z"),
        ("@yearly", "2026-11-24T00:00:00Z", "2027-01-01T00:00:00Z"), ("@annually", "2026-11-24T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("@monthly", "2026-11-24T00:00:00Z", "2026-12-01T00:00:00Z"), ("@weekly", "2026-11-24T00:00:00Z", "2026-11-29T00:00:00Z"),
        ("@Daily", "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z"), ("@midnight", "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z"),
        ("@hourly", "2026-11-24T00:00:00Z", "2026-11-24T01:00:00Z"), ("  0\t0  1 1 * ", "2026-11-24T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("0 0 * * *", "1969-12-31T12:00:00Z", "1970-01-01T00:00:00Z"),
    ])
    func `The next time`(text: String, after: String, expected: String) throws {
        let schedule = try #require(CronSchedule(text))
        #expect(schedule.next(after: try Self.moment(after)) == (try Self.moment(expected)))
    }

    @Test(arguments: [
        "", "*", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 0 *", "* * * 13 *", "* * * * 8",
        "-1 * * * *",
        "+1 * * * *", "1- * * * *", "-5 * * * *", "5-1 * * * *", "* * * * sat-mon", "* * * * sun-mon-tue", "1,,2 * * * *", ",1 * * * *", "1, * * * *",
        "*/0 * * * *", "*/ * * * *", "*/60 * * * *", "5/15 * * * *", "*/5/5 * * * *", "*-5 * * * *", "** * * * *", "a * * * *", "jan * * * *",
        "* * * january *", "* * mon * *", "? * * * *", "* * L * *", "* * * * 5#1", "0x1 * * * *", "١ * * * *", "001 * * * *",
        "99999999999999999999 * * * *",
        "@reboot", "@never", "@", "@daily x", "0 0 30 2 *", "0 0 31 2,4,6,9,11 *", "0 0 31 feb *", "\u{0}",
    ])
    func `What is no expression, or never comes, is refused`(text: String) {
        #expect(CronSchedule(text) == nil)
    }

    /// Held to a slow and obvious reading of the same fields, with another calendar.
    @Test func `Every minute agrees with a calendar`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let start = try Self.moment("2024-02-26T23:17:31Z")
        let minutes = 60 * 24 * 12
        for (text, matches) in Self.plain {
            let schedule = try #require(CronSchedule(text))
            var due: Timestamp = schedule.next(after: start)
            for minute in 1...minutes {
                let moment = Timestamp(millisecondsSince1970: (start.millisecondsSince1970 / 60_000 + Int64(minute)) * 60_000)
                let parts = calendar.dateComponents(
                    [.minute, .hour, .day, .month, .weekday], from: Date(timeIntervalSince1970: Double(moment.millisecondsSince1970) / 1000))
                let isDue = matches(parts.minute ?? 0, parts.hour ?? 0, parts.day ?? 0, parts.month ?? 0, (parts.weekday ?? 0) - 1)
                #expect(isDue == (moment == due), "\(text) at \(moment)")
                if isDue { due = schedule.next(after: moment) }
            }
        }
    }

    private static let plain: [(String, @Sendable (Int, Int, Int, Int, Int) -> Bool)] = [
        ("*/7 */5 * * *", { minute, hour, _, _, _ in minute % 7 == 0 && hour % 5 == 0 }),
        ("13 * 29,1 2-3 *", { minute, _, day, month, _ in minute == 13 && [29, 1].contains(day) && (2...3).contains(month) }),
        ("0 12 2 * thu-sat", { minute, hour, day, _, weekday in minute == 0 && hour == 12 && (day == 2 || (4...6).contains(weekday)) }),
        ("59 23 28-31/3 feb *", { minute, hour, day, month, _ in minute == 59 && hour == 23 && month == 2 && day == 28 }),
    ]
}
