import StowageTestSupport
import Testing

/// The served OpenAPI document, and what it says of answers.
struct APIDescription {
    let document: JSON

    init(_ probe: RegistryProbe) async throws {
        let response = try await probe.send("GET", "/api/v1/openapi.json")
        guard response.status == 200, response["content-type"] == "application/json" else { throw Unexpected("\(response)") }
        self.document = try JSON(parsing: response.body)
    }

    /// `"POST /stages/lookup"`.
    var operations: [String] {
        (document["paths"]?.members ?? [:]).flatMap { path, item in item.members.keys.map { "\($0.uppercased()) \(path)" } }.sorted()
    }

    func operation(_ name: String) throws -> JSON {
        let parts = name.split(separator: " ").map(String.init)
        guard let operation = document["paths"]?[parts[1]]?[parts[0].lowercased()] else { throw Unexpected("\(name) is not described") }
        return operation
    }

    func statuses(of operation: String) throws -> Set<Int> {
        Set(try self.operation(operation)["responses"]?.members.keys.compactMap { Int($0) } ?? [])
    }

    /// The names of the parameters, and whether each is required.
    func parameters(of operation: String) throws -> [String: Bool] {
        let checker = SchemaChecker(document: document)
        return try self.operation(operation)["parameters"]?.items.reduce(into: [:]) { all, parameter in
            let parameter = try parameter["$ref"]?.text.map { try checker.resolve($0) } ?? parameter
            guard let name = parameter["name"]?.text, parameter["in"]?.text == "query" else { throw Unexpected("\(parameter)") }
            all[name] = parameter["required"] == .bool(true)
        } ?? [:]
    }

    /// What of an answer isn't as described.
    func violations(of response: ProbeResponse, to operation: String) throws -> [String] {
        let checker = SchemaChecker(document: document)
        guard var described = try self.operation(operation)["responses"]?["\(response.status)"] else {
            return ["\(operation) is not described to answer \(response)"]
        }
        if let reference = described["$ref"]?.text { described = try checker.resolve(reference) }
        guard let content = described["content"] else { return response.body.isEmpty ? [] : ["\(response) has a body that is not described"] }
        guard let schema = content[response["content-type"] ?? ""]?["schema"] else {
            return ["\(operation): the type \(response["content-type"] ?? "none") is not described"]
        }
        return try checker.violations(of: JSON(parsing: response.body), against: schema, at: operation)
    }

    /// What of a request isn't as described; of one that is no JSON, that.
    func violations(ofRequest body: [UInt8], to operation: String) throws -> [String] {
        guard let schema = try self.operation(operation)["requestBody"]?["content"]?["application/json"]?["schema"] else {
            return ["\(operation) takes no body"]
        }
        guard let document = try? JSON(parsing: body) else { return ["no JSON"] }
        return try SchemaChecker(document: self.document, isStrict: false).violations(of: document, against: schema, at: operation)
    }
}
