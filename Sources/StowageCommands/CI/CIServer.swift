import RegistryClient

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
        let address: ServerAddress
        do {
            address = try ServerAddress(text)
        } catch {
            // Neither the text nor the reason is said: a part of either may be a password.
            throw CIError("the server's address can't be used; write http://HOST:PORT or https://HOST:PORT")
        }
        self.url = address.url
        self.host = address.url.split(separator: "://", maxSplits: 1).last.map(String.init) ?? ""
        self.isPlain = address.url.hasPrefix("http://")
        self.hadCredentials = address.hasCredentials
    }
}
