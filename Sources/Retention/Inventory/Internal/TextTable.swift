/// Texts with small numbers, each once, in the order in which they came.
struct TextTable: Sendable {
    static let none: Int32 = -1

    private(set) var texts: [String] = []
    private var numbers: [String: Int32] = [:]

    subscript(number: Int32) -> String { texts[Int(number)] }

    func number(of text: String) -> Int32? { numbers[text] }

    mutating func insert(_ text: String) -> Int32 {
        if let number = numbers[text] { return number }
        let number = Int32(texts.count)
        texts.append(text)
        numbers[text] = number
        return number
    }

    mutating func insert(_ text: String?) -> Int32 {
        text.map { insert($0) } ?? Self.none
    }
}
