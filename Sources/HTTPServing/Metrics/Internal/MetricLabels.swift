/// The labels of a series, as they stand between the braces: `code="200",method="GET"`, in the order of their names.
struct MetricLabels: Hashable, Comparable, Sendable {
    let text: String

    /// Of labels with one name the last counts.
    init(_ dimensions: [(String, String)]) {
        var values: [String: String] = [:]
        for (name, value) in dimensions { values[MetricName.sanitized(name, allowsColon: false)] = value }
        self.text = values.sorted { $0.key < $1.key }.map { Self.pair($0.key, $0.value) }.joined(separator: ",")
    }

    /// With braces, or nothing where there are no labels.
    var braced: String { text.isEmpty ? "" : "{\(text)}" }

    /// With braces and one more label at the end.
    func braced(adding name: String, _ value: String) -> String {
        "{\(text)\(text.isEmpty ? "" : ",")\(Self.pair(name, value))}"
    }

    static func < (left: MetricLabels, right: MetricLabels) -> Bool { left.text < right.text }

    private static func pair(_ name: String, _ value: String) -> String {
        var text = "\(name)=\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
