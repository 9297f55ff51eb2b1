/// The text of a policy with several parts: `branch=/release-.*/,last=10,in=168h`.
///
/// Parts stand between commas. A value between slashes goes to the slash before the next comma or the end, so that a regular
/// expression may have commas (`/v[0-9]{1,3}/`) and slashes (`/feature/.+/`).
struct NamedValues: Equatable {
    /// In the order of the text. A part without `=` has an empty name.
    let pairs: [(name: String, value: String)]

    init(_ text: String) {
        var pairs: [(String, String)] = []
        var rest = text[...]
        while !rest.isEmpty {
            let head = rest.prefix { $0 != "=" && $0 != "," && $0 != "/" }
            var name = ""
            if rest.dropFirst(head.count).first == "=" {
                name = String(head)
                rest = rest.dropFirst(head.count + 1)
            }
            let end = rest.first == "/" ? Self.endOfExpression(rest) : rest.firstIndex(of: ",") ?? rest.endIndex
            pairs.append((name, String(rest[..<end])))
            rest = rest[end...].dropFirst()
        }
        self.pairs = pairs
    }

    private static func endOfExpression(_ text: Substring) -> Substring.Index {
        var index = text.index(after: text.startIndex)
        while let slash = text[index...].firstIndex(of: "/") {
            index = text.index(after: slash)
            if index == text.endIndex || isEnd(text[index...]) { return index }
        }
        return text.firstIndex(of: ",") ?? text.endIndex
    }

    /// Whether a comma and the name of the next part stand here.
    private static func isEnd(_ text: Substring) -> Bool {
        guard text.first == "," else { return false }
        let name = text.dropFirst().prefix { $0.isLetter || $0 == "-" }
        return !name.isEmpty && text.dropFirst(1 + name.count).first == "="
    }

    static func == (left: NamedValues, right: NamedValues) -> Bool {
        left.pairs.map(\.name) == right.pairs.map(\.name) && left.pairs.map(\.value) == right.pairs.map(\.value)
    }
}
