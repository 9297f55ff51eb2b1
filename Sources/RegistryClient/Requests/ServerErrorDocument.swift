import FoundationEssentials

/// The error document of the OCI distribution specification ("Error Codes").
struct ServerErrorDocument {
    let code: String
    /// The messages of all errors, on one line, at most 1,000 characters.
    let message: String

    /// - Returns: `nil` where the body is something else.
    init?(_ body: [UInt8]) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(body)), let first = document.errors.first else { return nil }
        let words = document.errors.map { $0.message ?? $0.code }.joined(separator: "; ")
        self.code = first.code
        // A terminal shows it: no control characters.
        self.message = String(words.prefix(1000).map { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : $0 })
    }

    private struct Document: Decodable {
        struct Entry: Decodable {
            let code: String
            let message: String?
        }
        let errors: [Entry]
    }
}
