import Foundation
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import Synchronization
import Testing

@Suite struct ErrorResponseTests {
    static let statuses: [(OCIError.Code, Int)] = [
        (.blobUnknown, 404), (.uploadUnknown, 404), (.manifestUnknown, 404), (.nameUnknown, 404), (.rangeOutOfOrder, 416),
        (.rangeNotSatisfiable, 416), (.uploadBusy, 409), (.manifestTooLarge, 413), (.blobTooLarge, 413), (.unauthorized, 401), (.denied, 403),
        (.methodNotAllowed, 405), (.tooManyTags, 414), (.tooManyRequests, 429), (.requestTimeout, 408), (.storageFull, 507), (.unavailable, 503),
        (.internalFailure, 500), (.uploadInvalid, 400), (.digestInvalid, 400), (.manifestBlobUnknown, 400), (.manifestInvalid, 400),
        (.nameInvalid, 400), (.tagInvalid, 400), (.sizeInvalid, 400), (.unsupported, 400), (.paginationInvalid, 400),
    ]

    @Test(arguments: statuses) func everyCodeHasItsStatus(code: OCIError.Code, status: Int) {
        #expect(code.status.code == status)
        #expect(Response(OCIError(code, "why")).status.code == status)
    }

    private struct Document: Decodable {
        struct Entry: Decodable {
            let code: String
            let message: String
            let detail: [String: String]?
        }

        let errors: [Entry]
    }

    private static func document(_ response: Response) async throws -> (Document, [String]) {
        let writer = Collector()
        try await response.body.write(writer)
        let bytes = Data(writer.bytes)
        let object = try JSONSerialization.jsonObject(with: bytes) as? [String: [[String: Any]]]
        return (try JSONDecoder().decode(Document.self, from: bytes), (object?["errors"]?.first?.keys).map { $0.sorted() } ?? [])
    }

    @Test func theDocumentIsTheOneOfTheSpecification() async throws {
        let response = Response(OCIError(.rangeOutOfOrder, "go on from 5", detail: ["offset": "5"]), headers: [.range: "0-4"])
        #expect(response.headers[.contentType] == "application/json")
        #expect(response.headers[.range] == "0-4")
        let (document, keys) = try await Self.document(response)
        #expect(keys == ["code", "detail", "message"])
        #expect(document.errors.map(\.code) == ["BLOB_UPLOAD_INVALID"])
        #expect(document.errors.first?.message == "go on from 5")
        #expect(document.errors.first?.detail == ["offset": "5"])
    }

    @Test(arguments: ["plain", "\"quoted\" \\ / \n \u{1} \u{2028}", "é\u{1F600}", ""]) func aMessageIsWrittenSafely(message: String) async throws {
        let (document, keys) = try await Self.document(Response(OCIError(.nameInvalid, message)))
        #expect(keys == ["code", "message"])
        #expect(document.errors.first?.message == message)
    }

    @Test func theCauseStaysInside() async throws {
        struct Secret: Error { let path = "/secret/path" }
        let writer = Collector()
        try await Response(OCIError(.internalFailure, "failed", cause: Secret())).body.write(writer)
        #expect(!String(decoding: writer.bytes, as: UTF8.self).contains("secret"))
    }

    @Test func methodNotAllowedSaysWhatIs() {
        let refusal = Refusal.methodNotAllowed(allowed: [.get, .head])
        #expect(refusal.headers[.allow] == "GET, HEAD")
        #expect(refusal.error.code == .methodNotAllowed)
    }
}

/// Keeps what a body writes.
private final class Collector: ResponseBodyWriter, Sendable {
    private let collected = Mutex<[UInt8]>([])

    var bytes: [UInt8] { collected.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws {
        collected.withLock { $0 += Array(buffer.readableBytesView) }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
