import FoundationEssentials

/// Where a server is: `http://HOST[:PORT]`, `https://…`, or `HOST[:PORT]` for plain HTTP.
///
/// `USER:PASSWORD@` before the host (percent-encoded where need be) is sent as Basic credentials to this server alone. It is
/// not part of any text made of an address.
package struct ServerAddress: Hashable, Sendable {
    /// Scheme, host and port, without a slash at the end and without credentials.
    package let url: String
    /// The value of the `Authorization` header.
    let authorization: String?
    package var hasCredentials: Bool { authorization != nil }

    /// - Throws: ``ClientError`` with code `invalidAddress`.
    package init(_ text: String) throws {
        guard !text.isEmpty else { throw Self.refusal("the server's address is empty") }
        let (scheme, rest) = try Self.scheme(of: text)
        let authority = rest.prefix { !"/?#".contains($0) }
        guard rest.dropFirst(authority.count).allSatisfy({ $0 == "/" }) else {
            throw Self.refusal("the server's address has more than a host and a port: everything is served from the root; drop what follows the host")
        }
        var host = authority
        if let at = authority.lastIndex(of: "@") {
            host = authority[authority.index(after: at)...]
            self.authorization = try Self.basic(authority[..<at])
        } else {
            self.authorization = nil
        }
        self.url = "\(scheme)://\(try Self.checked(host))"
    }

    private static func scheme(of text: String) throws -> (scheme: String, rest: Substring) {
        guard let mark = text.firstRange(of: "://") else { return ("http", text[...]) }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else {
            throw refusal("'\(scheme.prefix(20))' is not a way to reach a server; write http://HOST:PORT or https://HOST:PORT")
        }
        return (scheme, text[mark.upperBound...])
    }

    /// - Returns: The host in lower case, and the port.
    private static func checked(_ text: Substring) throws -> String {
        let host: Substring
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { throw refusal("'\(text.prefix(80))' lacks the ']' after an IPv6 address") }
            host = text[...end]
            guard host.dropFirst().dropLast().utf8.contains(UInt8(ascii: ":")),
                host.dropFirst().dropLast().allSatisfy({ $0.isASCII && ($0.isHexDigit || $0 == ":" || $0 == ".") })
            else { throw refusal("'\(host.prefix(80))' is not an IPv6 address") }
        } else {
            host = text.prefix { $0 != ":" }
            guard !host.isEmpty else { throw refusal("the server's address has no host; write http://HOST:PORT") }
            guard host.utf8.allSatisfy(Self.isHostCharacter) else { throw refusal("'\(host.prefix(80))' is not the name of a host") }
        }
        let port = text[host.endIndex...]
        guard !port.isEmpty else { return host.lowercased() }
        guard port.first == ":", port.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(port.dropFirst()), number > 0
        else { throw refusal("'\(port.prefix(20))' is not a port; write a number from 1 to 65535 after the host and a ':'") }
        return "\(host.lowercased()):\(number)"
    }

    private static func isHostCharacter(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func basic(_ userInfo: Substring) throws -> String {
        let parts = userInfo.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        // What is wrong is not quoted: it may be a password.
        guard parts.count == 2, let user = PercentEncoding.decode(parts[0]), let password = PercentEncoding.decode(parts[1]), !user.isEmpty else {
            throw refusal("the credentials in the server's address are not USER:PASSWORD; percent-encode what is special in a URL")
        }
        return "Basic \(Data("\(user):\(password)".utf8).base64EncodedString())"
    }

    private static func refusal(_ message: String) -> ClientError { ClientError(.invalidAddress, message) }
}

extension ServerAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { url }
    package var debugDescription: String { url }
    /// Without the credentials, so that no dump has them.
    package var customMirror: Mirror { Mirror(self, children: ["url": url]) }
}
