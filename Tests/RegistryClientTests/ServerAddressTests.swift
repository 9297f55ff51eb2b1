import RegistryClient
import Testing

@Suite("The address of a server")
struct ServerAddressTests {
    @Test(arguments: [
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"), ("127.0.0.1:5000", "http://127.0.0.1:5000"), ("localhost", "http://localhost"),
        ("https://Registry.Example.COM/", "https://registry.example.com"), ("http://host:80///", "http://host:80"),
        ("[::1]:5000", "http://[::1]:5000"), ("HTTPS://u:p@[fe80::1]", "https://[fe80::1]"), ("u:p@host:1", "http://host:1"),
        ("http://u:p%40%3A@host", "http://host"), ("http://u:a@b@host", "http://host"),
    ])
    func `An address is scheme, host and port`(text: String, url: String) throws {
        #expect(try ServerAddress(text).url == url)
    }

    @Test(arguments: [
        "", "ftp://host", "http://", "http://:5000", "host:0", "host:65536", "host:12x", "host:", "host/prefix", "http://host/v2/", "http://host?x=1",
        "[::1", "[host]:5000", "a b", "http://user@host", "http://:p@host", "http://u:%zz@host", "http://ho\u{0}st", "host:+80",
    ])
    func `Anything else is refused`(text: String) {
        #expect { try ServerAddress(text) } throws: { ($0 as? ClientError)?.code == .invalidAddress }
    }

    @Test func `Credentials are in no text`() throws {
        let address = try ServerAddress("http://user:s3cret@host:5000")
        var dumped = ""
        dump(address, to: &dumped)
        for text in ["\(address)", String(reflecting: address), dumped, "\([address])", String(describing: Optional(address))] {
            #expect(!text.contains("s3cret") && !text.contains("user"))
            #expect(!text.contains("dXNlcjpzM2NyZXQ="))
        }
        for text in ["http://user:s3cret@host:bad", "http://s3cret@host", "http://u:%zzs3cret@h", "ftp://u:s3cret@host", "u:s3cret@host/path"] {
            #expect { try ServerAddress(text) } throws: { !"\($0)".contains("s3cret") }
        }
    }
}
