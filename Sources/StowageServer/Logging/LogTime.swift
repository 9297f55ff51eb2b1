#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A moment as log lines show it: RFC 3339 in UTC with milliseconds, `2026-02-28T23:59:59.123Z`.
///
/// Formatted here, since Foundation's formatters cost more than the rest of a line.
package struct LogTime: Hashable, Sendable, CustomStringConvertible {
    package let millisecondsSince1970: Int64

    package init(millisecondsSince1970: Int64) {
        self.millisecondsSince1970 = millisecondsSince1970
    }

    package static func now() -> LogTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return LogTime(millisecondsSince1970: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    package var description: String {
        let (days, inDay) = Self.floorDivide(millisecondsSince1970, by: 86_400_000)
        let (year, month, day) = Self.date(ofDay: days)
        var text = ""
        text.reserveCapacity(24)
        Self.append(year, digits: 4, to: &text)
        text += "-"
        Self.append(month, digits: 2, to: &text)
        text += "-"
        Self.append(day, digits: 2, to: &text)
        text += "T"
        Self.append(inDay / 3_600_000, digits: 2, to: &text)
        text += ":"
        Self.append(inDay / 60_000 % 60, digits: 2, to: &text)
        text += ":"
        Self.append(inDay / 1000 % 60, digits: 2, to: &text)
        text += "."
        Self.append(inDay % 1000, digits: 3, to: &text)
        text += "Z"
        return text
    }

    /// The Gregorian date of a day counted from 1970-01-01. Works in eras of 400 years that begin on 1 March, so that the
    /// leap day is the last of its year (Howard Hinnant, "chrono-compatible low-level date algorithms").
    private static func date(ofDay days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivide(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func floorDivide(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    private static func append(_ value: Int64, digits: Int, to text: inout String) {
        let plain = String(value)
        text += String(repeating: "0", count: max(0, digits - plain.utf8.count))
        text += plain
    }
}
