import Logging

/// A line's metadata as a list without nesting, in the order of the keys: `{"blob": {"size": 1}}` is `blob.size`, the
/// second element of an array `layers` is `layers.1`.
struct FlatMetadata {
    private(set) var pairs: [(key: String, value: String)] = []

    /// - Parameter parts: later ones win.
    init(_ parts: Logger.Metadata?..., error: (any Error)?) {
        var merged: Logger.Metadata = [:]
        for part in parts {
            if let part { merged.merge(part) { $1 } }
        }
        if let error, merged["error"] == nil { merged["error"] = "\(error)" }
        for (key, value) in merged.sorted(by: { $0.key < $1.key }) { self.add(value, as: key) }
    }

    private mutating func add(_ value: Logger.MetadataValue, as key: String) {
        switch value {
        case .string(let text): pairs.append((key, text))
        case .stringConvertible(let convertible): pairs.append((key, convertible.description))
        case .array(let elements):
            for (index, element) in elements.enumerated() { self.add(element, as: "\(key).\(index)") }
        case .dictionary(let dictionary):
            for (inner, value) in dictionary.sorted(by: { $0.key < $1.key }) { self.add(value, as: "\(key).\(inner)") }
        @unknown default: pairs.append((key, "\(value)"))
        }
    }
}
