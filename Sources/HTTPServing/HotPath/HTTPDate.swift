import Glibc
import Synchronization

/// The `Date` field (RFC 9110, 6.6.1), formatted once a second.
enum HTTPDate {
    private struct Stamp {
        var second: time_t = -1
        var field: [UInt8] = []
    }

    private static let current = Mutex(Stamp())

    /// Hands out `Date: Tue, 24 Nov 2026 15:44:23 GMT` with its CRLF.
    static func withField<Value>(_ body: (borrowing [UInt8]) -> Value) -> Value {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &now)
        return current.withLock { stamp in
            if stamp.second != now.tv_sec { stamp = Stamp(second: now.tv_sec, field: field(at: now.tv_sec)) }
            return body(stamp.field)
        }
    }

    /// - Parameter second: Since 1970.
    static func field(at second: time_t) -> [UInt8] {
        var second = second
        var parts = tm()
        gmtime_r(&second, &parts)
        let (day, hour, minute) = (padded(parts.tm_mday), padded(parts.tm_hour), padded(parts.tm_min))
        let date = "\(weekdays[Int(parts.tm_wday)]), \(day) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1900)"
        return Array("Date: \(date) \(hour):\(minute):\(padded(parts.tm_sec)) GMT\r\n".utf8)
    }

    private static func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
