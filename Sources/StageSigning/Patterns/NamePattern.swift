/// One part of a path with wildcards, against names.
struct NamePattern: Hashable, Sendable {
    private enum Token: Hashable, Sendable {
        case byte(UInt8)
        case anyByte
        case anyBytes
        /// A bit for each of the bytes that match.
        case set(ByteSet)
    }

    private var tokens: [Token] = []

    /// - Returns: `nil` where a `[` has no `]`, or a `\` stands at the end.
    init?(_ text: [UInt8]) {
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "*"):
                if tokens.last != .anyBytes { tokens.append(.anyBytes) }
            case UInt8(ascii: "?"): tokens.append(.anyByte)
            case UInt8(ascii: "\\"):
                guard let literal = rest.popFirst() else { return nil }
                tokens.append(.byte(literal))
            case UInt8(ascii: "["):
                guard let set = ByteSet(parsing: &rest) else { return nil }
                tokens.append(.set(set))
            default: tokens.append(.byte(byte))
            }
        }
    }

    /// Takes time in proportion to both lengths: only the last `*` is ever tried again.
    func matches(_ name: UnsafeRawBufferPointer) -> Bool {
        var token = 0
        var position = 0
        var retry: (token: Int, position: Int)?
        while position < name.count {
            if token < tokens.count {
                switch tokens[token] {
                case .anyBytes:
                    retry = (token + 1, position)
                    token += 1
                    continue
                case .anyByte:
                    token += 1
                    position += 1
                    continue
                case .byte(let byte) where byte == name[position]:
                    token += 1
                    position += 1
                    continue
                case .set(let set) where set.contains(name[position]):
                    token += 1
                    position += 1
                    continue
                case .byte, .set: break
                }
            }
            guard let last = retry else { return false }
            retry = (last.token, last.position + 1)
            token = last.token
            position = last.position + 1
        }
        return tokens[token...].allSatisfy { $0 == .anyBytes }
    }
}
