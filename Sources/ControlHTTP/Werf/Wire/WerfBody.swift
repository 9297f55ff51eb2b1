import FoundationEssentials
import HTTPServing
import NIOCore
import OCIModel

/// A body that isn't the JSON of its call: answered 400.
struct WerfBodyError: Error {
    let message: String
}

enum WerfBody {
    /// In bytes.
    static let limit = 1024 * 1024

    /// Reads and decodes a body.
    ///
    /// - Throws: ``WerfBodyError``; ``OCIError`` or ``Refusal`` for one that is too large or doesn't come to its end.
    static func decode<Message: Decodable>(_ body: IncomingBody) async throws -> Message {
        let buffer = try await body.collect(upTo: limit, orRefuseAs: .requestTooLarge, incomplete: .requestInvalid)
        do {
            return try JSONDecoder().decode(Message.self, from: Data(buffer.readableBytesView))
        } catch {
            throw WerfBodyError(message: "unable to unmarshal request json: \(reason(error, isEmpty: buffer.readableBytes == 0))")
        }
    }

    private static func reason(_ error: any Error, isEmpty: Bool) -> String {
        if isEmpty { return "the body is empty" }
        switch error as? DecodingError {
        case .typeMismatch(_, let context)?, .valueNotFound(_, let context)?:
            let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
            return path.isEmpty ? "it is not an object" : "\(path) has another type"
        default: return "it is not JSON, or a number is out of range"
        }
    }
}
