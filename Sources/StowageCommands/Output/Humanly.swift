import FoundationEssentials
import StageModel

/// Numbers as people read them. What programs read is JSON, with plain numbers.
enum Humanly {
    /// `0 B`, `999 B`, `1.5 KiB`, `120 MiB`: three digits at most, in units of 1,024.
    static func bytes(_ count: Int64) -> String {
        guard count >= 1024 else { return "\(count) B" }
        var value = Double(count) / 1024
        var unit = 0
        let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        // From 999.5 on three digits would not do.
        while value >= 999.5, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return "\(number(value)) \(units[unit])"
    }

    /// `12 MiB/s`. Nothing can be said about no time.
    static func rate(_ count: Int64, in duration: Duration) -> String {
        let seconds = duration.inSeconds
        return seconds > 0 ? "\(bytes(Int64((Double(count) / seconds).rounded())))/s" : "-"
    }

    /// `350 ms`, `1.5 s`, `45 s`, `2 min 5 s`, `3 h 20 min`, `5 d`.
    static func duration(_ duration: Duration) -> String {
        let milliseconds = max(0, Int64((duration.inSeconds * 1000).rounded()))
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        if milliseconds < 9950 { return "\(number(Double(milliseconds) / 1000)) s" }
        let seconds = (milliseconds + 500) / 1000
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3600 { return two(seconds / 60, "min", seconds % 60, "s") }
        let minutes = (seconds + 30) / 60
        if minutes < 48 * 60 { return two(minutes / 60, "h", minutes % 60, "min") }
        return "\(minutes / 60 / 24) d"
    }

    /// `2 h ago`: how long before `now`, in one unit. `just now` for less than a second, and for what a clock that runs
    /// ahead calls the future.
    static func age(of moment: Int64, now: Timestamp) -> String {
        let seconds = (now.millisecondsSince1970 - moment) / 1000
        return switch seconds {
        case ..<1: "just now"
        case ..<60: "\(seconds) s ago"
        case ..<3600: "\(seconds / 60) min ago"
        case ..<172_800: "\(seconds / 3600) h ago"
        default: "\(seconds / 86_400) d ago"
        }
    }

    /// `2026-11-24T09:30:00Z`.
    static func moment(_ milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601)
    }

    /// `1,234,567`.
    static func number(_ count: Int) -> String {
        var digits = String(count.magnitude)
        var end = digits.endIndex
        while let comma = digits.index(end, offsetBy: -3, limitedBy: digits.startIndex), comma > digits.startIndex {
            digits.insert(",", at: comma)
            end = comma
        }
        return count < 0 ? "-" + digits : digits
    }

    /// A signature, stage tag, digest or commit by its first 8 characters of hex; other text as it is.
    static func short(_ text: String) -> String {
        let hex = text.firstIndex(of: ":").map { text[text.index(after: $0)...] } ?? text[...]
        let head = hex.prefix { $0.isHexDigit }
        return head.count >= 40 ? String(head.prefix(8)) : text
    }

    /// `1 file`, `2 files`.
    static func count(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(number(count)) \(count == 1 ? noun : plural ?? noun + "s")"
    }

    /// `a`, `a and b`, `a, b and c`.
    static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) and \(last)"
    }

    private static func two(_ large: Int64, _ largeUnit: String, _ small: Int64, _ smallUnit: String) -> String {
        small == 0 ? "\(large) \(largeUnit)" : "\(large) \(largeUnit) \(small) \(smallUnit)"
    }

    /// With one digit behind the point below 10, else without.
    private static func number(_ value: Double) -> String {
        guard value < 9.95 else { return String(Int64(value.rounded())) }
        let tenths = Int64((value * 10).rounded())
        return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    }
}

extension Duration {
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }

    var inMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
