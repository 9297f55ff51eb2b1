/// `?name=value&…`, percent-encoded.
struct QueryString: CustomStringConvertible {
    private(set) var description = ""

    /// Adds an item; one without a value is left out.
    mutating func add(_ name: String, _ value: (some CustomStringConvertible)?) {
        guard let value else { return }
        description += "\(description.isEmpty ? "?" : "&")\(name)=\(PercentEncoding.encode(value.description))"
    }
}
