/// Numbers as Prometheus reads them.
enum MetricNumber {
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        // Without a fraction as an integer: 3, not 3.0; up to 2^53, where every integer is exact.
        if value.rounded() == value, value.magnitude < 9_007_199_254_740_992 { return String(Int64(value)) }
        return "\(value)"
    }

    /// A duration that is not negative, in seconds, exact to the nanosecond: a sum of years must still show milliseconds.
    static func seconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        guard attoseconds >= 1_000_000_000 else { return String(seconds) }
        let digits = String(attoseconds / 1_000_000_000)
        let fraction = String(repeating: "0", count: 9 - digits.utf8.count) + digits
        return "\(seconds).\(fraction[...(fraction.lastIndex { $0 != "0" } ?? fraction.startIndex)])"
    }
}
