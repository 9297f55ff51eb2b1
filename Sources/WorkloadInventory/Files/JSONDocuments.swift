/// Finds where JSON objects that stand one behind the other begin and end.
struct JSONDocuments: Sequence, IteratorProtocol {
    /// What isn't part of an object, or an object that has no end.
    struct Malformed: Error {
        let offset: Int
        let isCutOff: Bool
    }

    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        self.position = bytes.startIndex
    }

    mutating func next() -> Result<ArraySlice<UInt8>, Malformed>? {
        while position < bytes.endIndex, Self.isSpace(bytes[position]) { position += 1 }
        guard position < bytes.endIndex else { return nil }
        let start = position
        guard bytes[start] == UInt8(ascii: "{") else {
            position = bytes.endIndex
            return .failure(Malformed(offset: start - bytes.startIndex, isCutOff: false))
        }
        var depth = 0
        var isInText = false
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\\") where isInText: position += 1
            case UInt8(ascii: "\""): isInText.toggle()
            case _ where isInText: break
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return .success(bytes[start..<position]) }
            default: break
            }
        }
        position = bytes.endIndex
        return .failure(Malformed(offset: start - bytes.startIndex, isCutOff: true))
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 }
}
