import FoundationEssentials
import HTTPServing
import NIOCore
import OCIModel

extension ByteBuffer {
    /// Reads a request's body. Unknown keys are ignored.
    ///
    /// - Throws: ``OCIError`` with code `requestInvalid`.
    func document<Document: Decodable>() throws -> Document {
        do {
            return try JSONDecoder().decode(Document.self, from: Data(readableBytesView))
        } catch let error as DecodingError {
            throw OCIError(.requestInvalid, Self.message(error), cause: error)
        }
    }

    private static func message(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            "the body lacks '\(path(context.codingPath + [key]))'"
        case .typeMismatch(let type, let context):
            context.codingPath.isEmpty ? "the body must be a JSON object" : "'\(path(context.codingPath))' must be a \(name(of: type))"
        case .valueNotFound(_, let context):
            context.codingPath.isEmpty ? "the body must be a JSON object" : "'\(path(context.codingPath))' must not be null"
        case .dataCorrupted(let context):
            // The path is empty also for a number that its type can't hold.
            context.codingPath.isEmpty
                ? "the body is not JSON, or a number in it is no whole number or out of range"
                : "'\(path(context.codingPath))' can't be that: \(context.debugDescription)"
        @unknown default:
            "the body is not what this path takes"
        }
    }

    private static func path(_ path: [any CodingKey]) -> String {
        path.map { key in key.intValue.map { String($0) } ?? key.stringValue }.joined(separator: ".")
    }

    private static func name(of type: Any.Type) -> String {
        switch type {
        case is Int.Type, is Int64.Type, is Double.Type: "number"
        case is Bool.Type: "boolean"
        case is String.Type: "text"
        default: "\(type)".hasPrefix("Array") ? "list" : "object"
        }
    }
}

extension QueryItems {
    /// - Throws: ``OCIError`` with code `requestInvalid` where there is none, or `nameInvalid`.
    func repository() throws -> RepositoryName {
        guard let name = self["repository"] else { throw OCIError(.requestInvalid, "the query lacks 'repository'") }
        return try RepositoryName(name)
    }

    /// - Throws: ``OCIError`` with code `requestInvalid` where there is none.
    func project() throws -> String {
        guard let name = self["project"] else { throw OCIError(.requestInvalid, "the query lacks 'project'") }
        return name
    }
}
