package import StageModel

/// Times that come again, as a cron expression says them: `30 3 * * mon-fri`. In UTC, where no hour is missing or comes twice.
///
/// Five fields: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday). Each is `*`, a number, a name of three
/// letters (`jan`, `mon`), a range, or a list of these with commas; `*` and ranges take a step (`*/15`, `9-17/2`). Where both days are
/// restricted, that is neither begins with `*`, one of the two is enough. Instead of the five: `@yearly`, `@annually`, `@monthly`,
/// `@weekly`, `@daily`, `@midnight`, `@hourly`.
package struct CronSchedule: Hashable, Sendable {
    /// As it was written.
    package let text: String
    private let minutes: CronField
    private let hours: CronField
    private let days: CronField
    private let months: CronField
    private let weekdays: CronField

    /// - Returns: `nil` for anything else, and for what never comes, such as a 30 February.
    package init?(_ text: String) {
        let fields = (Self.names[text.lowercased()] ?? text).split(whereSeparator: { $0 == " " || $0 == "\t" })
        guard fields.count == 5,
            let minutes = CronField(fields[0], 0...59), let hours = CronField(fields[1], 0...23), let days = CronField(fields[2], 1...31),
            let months = CronField(fields[3], 1...12, names: Self.monthNames),
            // The last of the names stands for 7, so that `fri-sun` is a range.
            let weekdays = CronField(fields[4], 0...7, names: Self.weekdayNames)
        else { return nil }
        self.text = text
        self.minutes = minutes
        self.hours = hours
        self.days = days
        self.months = months
        self.weekdays = weekdays.folding(7, into: 0)
        guard (1...12).contains(where: { months.contains($0) && isPossible(inMonth: $0) }) else { return nil }
    }

    /// The first time that is later than `moment`.
    package func next(after moment: Timestamp) -> Timestamp {
        let minute = CivilDate.floorDivide(moment.millisecondsSince1970, by: 60_000).quotient + 1
        var (day, first) = CivilDate.floorDivide(minute, by: 1440)
        // Ends: the calendar repeats itself after 400 years, and some day of them is possible.
        while true {
            if contains(day: day), let found = firstMinute(from: Int(first)) {
                return Timestamp(millisecondsSince1970: (day * 1440 + Int64(found)) * 60_000)
            }
            day += 1
            first = 0
        }
    }

    /// - Returns: The first minute of a day that is not before `start`.
    private func firstMinute(from start: Int) -> Int? {
        for hour in (start / 60)..<24 where hours.contains(hour) {
            let earliest = hour == start / 60 ? start % 60 : 0
            if let minute = (earliest..<60).first(where: { minutes.contains($0) }) { return hour * 60 + minute }
        }
        return nil
    }

    private func contains(day: Int64) -> Bool {
        let date = CivilDate(daysSince1970: day)
        guard months.contains(Int(date.month)) else { return false }
        let (inMonth, inWeek) = (days.contains(Int(date.day)), weekdays.contains(Int(CivilDate.weekday(daysSince1970: day))))
        return eitherDayIsEnough ? inMonth || inWeek : inMonth && inWeek
    }

    private var eitherDayIsEnough: Bool { !days.beginsWithStar && !weekdays.beginsWithStar }

    /// Every day of a month, 29 February too, falls on each day of the week in some year.
    private func isPossible(inMonth month: Int) -> Bool {
        let length = month == 2 ? 29 : [4, 6, 9, 11].contains(month) ? 30 : 31
        return eitherDayIsEnough || (1...length).contains { days.contains($0) }
    }

    private static let names = [
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0", "@daily": "0 0 * * *",
        "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
    ]
    private static let monthNames = [
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
    ]
    private static let weekdayNames = ["sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6]
}
