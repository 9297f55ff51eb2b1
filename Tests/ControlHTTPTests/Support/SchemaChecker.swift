/// Holds JSON to the schemas of an OpenAPI document, as far as that document uses JSON Schema; a keyword that it doesn't know is
/// a violation, so that nothing passes unchecked.
struct SchemaChecker {
    let document: JSON
    /// Whether a property that the schema doesn't list is a violation where the schema says nothing of others.
    var isStrict = true

    /// What is wrong with the value; empty where nothing is.
    func violations(of value: JSON, against schema: JSON, at path: String = "") throws -> [String] {
        if let reference = schema["$ref"]?.text {
            return try violations(of: value, against: resolve(reference), at: path)
        }
        var found: [String] = []
        for (keyword, expected) in schema.members.sorted(by: { $0.key < $1.key }) {
            if !(try holds(keyword, expected, of: value)) { found.append("\(path) breaks \(keyword) \(expected)") }
        }
        let properties = schema["properties"]?.members ?? [:]
        for (key, member) in value.members {
            if let property = properties[key] {
                found += try violations(of: member, against: property, at: "\(path)/\(key)")
            } else if case .object? = schema["additionalProperties"], let others = schema["additionalProperties"] {
                found += try violations(of: member, against: others, at: "\(path)/\(key)")
            } else if schema["additionalProperties"] == .bool(false) || (isStrict && schema["properties"] != nil) {
                found.append("\(path)/\(key) is not described")
            }
        }
        if let items = schema["items"] {
            for (index, item) in value.items.enumerated() { found += try violations(of: item, against: items, at: "\(path)/\(index)") }
        }
        return found
    }

    func resolve(_ reference: String) throws -> JSON {
        var found = document
        for part in reference.split(separator: "/").dropFirst() {
            guard let next = found[String(part)] else { throw Unexpected("\(reference) leads nowhere") }
            found = next
        }
        return found
    }

    private func holds(_ keyword: String, _ expected: JSON, of value: JSON) throws -> Bool {
        switch (keyword, value) {
        case ("type", .integer): ["integer", "number"].contains(expected.text)
        case ("type", _): expected.text == value.type
        case ("required", .object(let members)): expected.items.allSatisfy { $0.text.map { members[$0] != nil } ?? false }
        case ("enum", _): expected.items.contains(value)
        case ("pattern", .text(let text)): try expected.text.map { try text.wholeMatch(of: Regex($0)) != nil } ?? false
        case ("minimum", .integer(let number)): number >= expected.integer ?? .max
        case ("maximum", .integer(let number)): number <= expected.integer ?? .min
        case ("minLength", .text(let text)): Int64(text.unicodeScalars.count) >= expected.integer ?? .max
        case ("maxLength", .text(let text)): Int64(text.unicodeScalars.count) <= expected.integer ?? .min
        case ("maxItems", .list(let items)): Int64(items.count) <= expected.integer ?? .min
        // Said elsewhere, or of another type.
        case ("properties", _), ("additionalProperties", _), ("items", _), ("description", _), ("format", _), ("default", _): true
        case ("required", _), ("pattern", _), ("minimum", _), ("maximum", _), ("minLength", _), ("maxLength", _), ("maxItems", _): true
        default: false
        }
    }
}
