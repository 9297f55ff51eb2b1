/// The address under which clients reach the server from outside: `https://registry.example` or `http://10.0.0.7:5000`.
///
/// It has no path, since registry clients find the API at `/v2/` and nowhere else.
package struct ExternalURL: Hashable, Sendable {
    /// Scheme, host and port, without a slash at the end.
    package let value: String

    /// Reads the text form; one slash at its end is dropped. `nil` where the scheme is not http or https, the host is
    /// missing or malformed, or more follows: user, path, query, fragment.
    package init?(_ text: String) {
        guard let scheme = ["http://", "https://"].first(where: { text.hasPrefix($0) }) else { return nil }
        var authority = text.dropFirst(scheme.count)
        if authority.hasSuffix("/") { authority = authority.dropLast() }
        let endsWithPort = authority.last?.isNumber == true && authority.contains(":")
        guard ListenAddress(endsWithPort ? String(authority) : "\(authority):0") != nil else { return nil }
        self.value = scheme + authority
    }
}

extension ExternalURL: CustomStringConvertible {
    package var description: String { value }
}
