import HTTPServing

/// What a path under `/werf` asks for.
enum WerfPath: Hashable {
    case landing
    case health
    case newClientID
    case call(WerfCall, client: WerfName)
    /// The protocol's answer to a path without a client's id, or one that can't be one.
    case clientInvalid
    case unknown

    /// - Parameter target: A path with its query.
    /// - Returns: `nil` for a path that isn't under `/werf`.
    init?(_ target: String) {
        let path = target.prefix { $0 != "?" }
        guard path.hasPrefix("/werf") else { return nil }
        let rest = path.dropFirst("/werf".count)
        switch rest {
        case "", "/": self = .landing
        case "/health": self = .health
        case "/new-client-id": self = .newClientID
        default:
            guard rest.hasPrefix("/") else { return nil }
            let parts = rest.dropFirst().split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            // Only the id is decoded: nothing else of a path that is known needs it.
            guard let client = PercentCoding.decode(parts[0]).flatMap({ WerfName($0) }) else {
                self = .clientInvalid
                return
            }
            guard parts.count == 2, let call = WerfCall(rawValue: String(parts[1])) else {
                self = .unknown
                return
            }
            self = .call(call, client: client)
        }
    }
}
