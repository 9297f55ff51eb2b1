import Foundation

/// An answer of the server under test.
package struct ProbeResponse: Sendable {
    package let status: Int
    /// Names in lower case.
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    package init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of this name, given in lower case.
    package subscript(name: String) -> String? { headers.first { $0.name == name }?.value }

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The codes of the OCI error document, or none where the body isn't one.
    package var errorCodes: [String] {
        do {
            return try JSONDecoder().decode(ErrorDocument.self, from: Data(body)).errors.map(\.code)
        } catch {
            return []
        }
    }

    /// How many bytes an upload holds, by the answer's `Range: 0-LAST`. The header can't say "none"; `0-0` counts as that.
    package var uploadOffset: Int? {
        guard let last = self["range"]?.split(separator: "-").last.flatMap({ Int($0) }) else { return nil }
        return last == 0 ? 0 : last + 1
    }

    private struct ErrorDocument: Decodable {
        struct Entry: Decodable { let code: String }
        let errors: [Entry]
    }
}

extension ProbeResponse: CustomStringConvertible {
    package var description: String { "status \(status): \(String(decoding: body.prefix(500), as: UTF8.self))" }
}

/// An answer that a step of a test could not go on with.
package struct UnexpectedResponse: Error, CustomStringConvertible {
    package let request: String
    package let response: ProbeResponse

    package init(request: String, response: ProbeResponse) {
        self.request = request
        self.response = response
    }

    package var description: String { "\(request) was answered with \(response)" }
}
