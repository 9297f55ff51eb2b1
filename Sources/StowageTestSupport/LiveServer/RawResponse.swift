/// An answer as it stood on the wire.
package struct RawResponse: Sendable {
    package let statusLine: String
    package let status: Int
    /// Names in lower case, in the order received.
    package let headers: [(name: String, value: String)]
    package var body: [UInt8] = []

    /// - Parameter head: Everything through the empty line.
    init(head: String) throws {
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: true)
        guard let first = lines.first, first.hasPrefix("HTTP/1."), let status = first.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else {
            throw RawConnectionError.malformed(head)
        }
        self.statusLine = String(first)
        self.status = status
        self.headers = try lines.dropFirst().map { line in
            guard let colon = line.firstIndex(of: ":") else { throw RawConnectionError.malformed(String(line)) }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            return (line[..<colon].lowercased(), String(value))
        }
    }

    /// The first header of this name, given in lower case.
    package subscript(name: String) -> String? { headers.first { $0.name == name }?.value }

    package var text: String { String(decoding: body, as: UTF8.self) }
}
