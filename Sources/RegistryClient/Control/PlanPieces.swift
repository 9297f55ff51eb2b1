import StageModel

/// Cuts a plan's items into ranges that fit into a request's body of 1 MiB, with room to spare.
struct PlanPieces: Sequence, IteratorProtocol {
    private static let maximumSize = 900 << 10
    private static let maximumCount = 4000

    private let items: [CleanupItem]
    private var position = 0

    init(_ items: [CleanupItem]) {
        self.items = items
    }

    mutating func next() -> Range<Int>? {
        guard position < items.count else { return nil }
        let start = position
        var size = 0
        while position < items.count, position - start < Self.maximumCount {
            size += Self.size(of: items[position])
            // An item that is too large alone is the server's to refuse.
            if size > Self.maximumSize, position > start { break }
            position += 1
        }
        return start..<position
    }

    /// At least what its JSON has: names, punctuation and numbers are 300 bytes at most.
    private static func size(of item: CleanupItem) -> Int {
        let texts = [item.repository, item.tag ?? "", item.digest, item.rule, item.reason]
        return texts.reduce(300 + item.needs.count * 20) { $0 + size(of: $1) }
    }

    private static func size(of text: String) -> Int {
        text.utf8.reduce(0) { total, byte in
            switch byte {
            case 0..<0x20: total + 6
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): total + 2
            default: total + 1
            }
        }
    }
}
