/// Where the server listens: a host and a port, written `127.0.0.1:5000`, `registry.example:5000` or `[::1]:5000`.
package struct ListenAddress: Hashable, Sendable {
    /// A name, an IPv4 address, or an IPv6 address without its brackets.
    package let host: String
    /// 0 lets the system choose a free port.
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`. `nil` where the host is missing or has other characters than letters, digits, dots and hyphens
    /// (or, in brackets, those of an IPv6 address), and where the port is not a number up to 65535.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        guard let port = Int64(plainDigits: text[text.index(after: colon)...]), port <= 65535 else { return nil }
        let host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            let address = host.dropFirst().dropLast()
            guard address.contains(":"), address.utf8.allSatisfy(Self.isPartOfIPv6) else { return nil }
            self.init(host: String(address), port: Int(port))
        } else {
            guard !host.isEmpty, host.utf8.allSatisfy(Self.isPartOfName) else { return nil }
            self.init(host: String(host), port: Int(port))
        }
    }

    /// Whether only this machine can reach the address: `localhost`, 127.0.0.0/8 and `::1`.
    ///
    /// Other spellings of these, such as `127.1`, are not recognised: the answer decides whether the server may do
    /// without TLS, so what is not certain is not loopback.
    package var isLoopback: Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in Int64(plainDigits: part).map { $0 <= 255 && part.utf8.count <= 3 } ?? false }
    }

    private static func isPartOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"): true
        default: false
        }
    }

    private static func isPartOfIPv6(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "."): true
        default: false
        }
    }
}

extension ListenAddress: CustomStringConvertible {
    /// The text that ``init(_:)`` reads back.
    package var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
