/// The server that the exported variables name, without credentials.
struct CIServer: Equatable {
    /// `http://HOST:PORT`.
    let url: String
    /// `HOST:PORT`, as it begins the name of an image.
    let host: String
    /// True where the connection is not encrypted.
    let isPlain: Bool
    /// True where the text had credentials, which are no part of this value.
    let hadCredentials: Bool

    /// - Throws: ``CIError`` for a text that is no address.
    init(_ text: String) throws {
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        let scheme = parts.count == 2 ? parts[0].lowercased() : "http"
        var authority = parts.last ?? ""
        while authority.last == "/" { authority.removeLast() }
        let mark = authority.lastIndex(of: "@")
        if let mark { authority = authority[authority.index(after: mark)...] }
        guard ["http", "https"].contains(scheme), !authority.isEmpty, authority.utf8.allSatisfy(Self.isPartOfHost) else {
            // It isn't quoted: it may have a password.
            throw CIError("the server's address can't be used; write http://HOST:PORT or https://HOST:PORT")
        }
        self.url = "\(scheme)://\(authority.lowercased())"
        self.host = authority.lowercased()
        self.isPlain = scheme == "http"
        self.hadCredentials = mark != nil
    }

    private static func isPartOfHost(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: ".-_:[]".utf8.contains(character)
        }
    }
}
