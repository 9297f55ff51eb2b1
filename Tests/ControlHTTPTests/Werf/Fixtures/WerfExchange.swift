/// One request of werf's synchronization protocol and the answer to it, side by side, written from the protocol's
/// description.
///
/// `<a>` stands for a UUID: where it stands in an answer first it is any, everywhere behind that it is the same one, and no
/// other letter's.
struct WerfExchange: Sendable {
    let method: String
    /// Below `/werf`.
    let path: String
    /// `nil` sends none.
    let body: String?
    let status: Int
    /// Without the line feed that ends every answer.
    let answer: String

    static func post(_ path: String, _ body: String, _ answer: String) -> WerfExchange {
        WerfExchange(method: "POST", path: path, body: body, status: 200, answer: answer)
    }

    static func request(_ method: String, _ path: String, _ body: String? = nil, _ status: Int = 200, _ answer: String) -> WerfExchange {
        WerfExchange(method: method, path: path, body: body, status: status, answer: answer)
    }
}

/// Exchanges that build on each other, of clients that nobody was before.
struct WerfConversation: Sendable {
    let title: String
    let exchanges: [WerfExchange]

    init(_ title: String, _ exchanges: WerfExchange...) {
        self.title = title
        self.exchanges = exchanges
    }
}
