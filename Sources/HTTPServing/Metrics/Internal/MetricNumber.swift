/// Numbers as Prometheus reads them.
enum MetricNumber {
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        // Without a fraction as an integer: 3, not 3.0; up to 2^53, where every integer is exact.
        if value.rounded() == value, value.magnitude < 9_007_199_254_740_992 { return String(Int64(value)) }
        return "\(value)"
    }
}
