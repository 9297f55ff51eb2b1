import HTTPTypes
import NIOHTTP1
import OCIModel

/// What a client is told whose bytes are no HTTP request.
enum BrokenRequest {
    static func refusal(for error: any Error) -> Refusal {
        switch error as? HTTPParserError {
        case .headerOverflow?:
            // The parser doesn't tell a long path from a long field.
            Refusal(
                OCIError(.unsupported, "the path, a header field or all of them together are larger than the server reads", cause: error),
                status: .requestHeaderFieldsTooLarge)
        case .invalidVersion?: Refusal(OCIError(.unsupported, "the server speaks HTTP/1.1", cause: error))
        case .unexpectedContentLength?, .invalidContentLength?:
            Refusal(OCIError(.sizeInvalid, "the length of the body is contradictory or not a number that can be", cause: error))
        case .invalidURL?: Refusal(OCIError(.nameInvalid, "the path holds characters that no path may have", cause: error))
        case .invalidConstant?:
            Refusal(OCIError(.nameInvalid, "behind the path stands no HTTP version; a space in a path is written as %20", cause: error))
        default: Refusal(OCIError(.unsupported, "that is not an HTTP request", cause: error))
        }
    }
}
