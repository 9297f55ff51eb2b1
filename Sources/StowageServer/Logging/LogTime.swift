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
        let (days, inDay) = CivilDate.floorDivide(millisecondsSince1970, by: 86_400_000)
        let date = CivilDate(daysSince1970: days)
        var text = ""
        text.reserveCapacity(24)
        Self.append(date.year, digits: 4, to: &text)
        text += "-"
        Self.append(date.month, digits: 2, to: &text)
        text += "-"
        Self.append(date.day, digits: 2, to: &text)
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

    private static func append(_ value: Int64, digits: Int, to text: inout String) {
        let plain = String(value)
        text += String(repeating: "0", count: max(0, digits - plain.utf8.count))
        text += plain
    }
}
