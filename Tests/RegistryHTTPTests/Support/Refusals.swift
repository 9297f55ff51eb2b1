import Foundation
import StowageTestSupport
import Testing

/// Expects the error document of the OCI distribution specification, with one error, and a message that says something.
func expectRefusal(
    _ response: ProbeResponse, _ status: Int, _ code: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(response.status == status, "\(response)", sourceLocation: sourceLocation)
    #expect(response.errorCodes == [code], "\(response)", sourceLocation: sourceLocation)
    #expect(response["content-type"] == "application/json", sourceLocation: sourceLocation)
    #expect(response.text.contains("\"message\":\"") && !response.text.contains("\"message\":\"\""), sourceLocation: sourceLocation)
}

func expectRefusal(_ response: RawResponse, _ status: Int, _ code: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(response.status == status, "\(response.text)", sourceLocation: sourceLocation)
    #expect(response.text.contains("{\"errors\":[{\"code\":\"\(code)\","), "\(response.text)", sourceLocation: sourceLocation)
    #expect(response["content-type"] == "application/json", sourceLocation: sourceLocation)
    #expect(response.text.contains("\"message\":\"") && !response.text.contains("\"message\":\"\""), sourceLocation: sourceLocation)
}

extension ProbeResponse {
    /// All headers of this name, given in lower case.
    func all(_ name: String) -> [String] {
        headers.filter { $0.name == name }.map(\.value)
    }

    func decoded<Document: Decodable>(_ type: Document.Type) throws -> Document {
        try JSONDecoder().decode(type, from: Data(body))
    }

    /// The target of `Link: <…>; rel="next"`.
    var next: String? {
        guard let link = self["link"], link.hasSuffix(">; rel=\"next\""), link.hasPrefix("<") else { return nil }
        return String(link.dropFirst().dropLast(">; rel=\"next\"".count))
    }
}
