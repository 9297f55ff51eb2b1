extension Duration {
    /// The units a setting can use, the largest first.
    private static let settingUnits: [(suffix: String, milliseconds: Int64)] = [
        ("ms", 1), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
    ]

    /// Reads a duration as a setting says it: digits and one of the units ms, s, m, h and d, such as `500ms` or `1d`.
    ///
    /// `nil` for anything else: no unit, a fraction, a sign, several units, or more than ten years.
    init?(settingText text: String) {
        guard let unit = Self.settingUnits.first(where: { text.hasSuffix($0.suffix) }),
            let count = Int64(plainDigits: text.dropLast(unit.suffix.count))
        else { return nil }
        let product = count.multipliedReportingOverflow(by: unit.milliseconds)
        guard !product.overflow, product.partialValue <= 3650 * 86_400_000 else { return nil }
        self = .milliseconds(product.partialValue)
    }
}
