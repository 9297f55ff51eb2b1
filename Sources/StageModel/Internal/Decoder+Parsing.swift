extension Decoder {
    /// Decodes a text that has a form of its own.
    ///
    /// - Parameter expectation: Says what a good text looks like, for the error.
    func parsed<Value>(_ expectation: String, _ parse: (String) -> Value?) throws -> Value {
        let container = try singleValueContainer()
        guard let value = parse(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: expectation)
        }
        return value
    }
}
