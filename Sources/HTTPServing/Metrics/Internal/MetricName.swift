/// A name that Prometheus takes: `[a-zA-Z_:][a-zA-Z0-9_:]*`.
struct MetricName: Hashable, Sendable, CustomStringConvertible {
    let value: String

    /// Replaces what is not allowed by `_`. Appends `suffix` unless it's there.
    init(_ label: String, suffix: String = "") {
        var name = Self.sanitized(label, allowsColon: true)
        if !name.hasSuffix(suffix) { name += suffix }
        self.value = name
    }

    var description: String { value }

    static func sanitized(_ text: String, allowsColon: Bool) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9":
                if name.isEmpty { name = "_" }
                name.unicodeScalars.append(scalar)
            case "a"..."z", "A"..."Z", "_": name.unicodeScalars.append(scalar)
            case ":" where allowsColon: name.unicodeScalars.append(scalar)
            default: name += "_"
            }
        }
        return name.isEmpty ? "_" : name
    }
}
