/// The head of an HTTP/1.1 request, as far as the hot path has to understand it: where it ends, how long its body is, and whether an
/// answer depends on nothing but method and target.
///
/// Two parsers that read one request differently are how requests are smuggled (RFC 9112, 11.2). So this one takes the plainest form
/// only; what is written in any other way is ``Reading/strange``, and what comes behind it is left to NIO's parser.
struct RequestHead: Equatable {
    enum Reading: Equatable {
        /// Its end has not come yet.
        case incomplete
        case head(RequestHead)
        /// From here on only the other parser knows where a request begins.
        case strange
    }

    enum Method: Equatable {
        case get
        case head
        case other
    }

    let method: Method
    /// Where the target stands, in bytes from the beginning.
    let target: Range<Int>
    /// In bytes, with the empty line at its end.
    let length: Int
    /// In bytes.
    let bodyLength: Int
    /// No field asks for another answer than anybody gets.
    let isPlain: Bool

    static func read(_ bytes: UnsafeRawBufferPointer) -> Reading {
        var reader = RequestHeadReader(bytes)
        return reader.read()
    }
}

private struct RequestHeadReader {
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let newline = UInt8(ascii: "\n")
    private static let space = UInt8(ascii: " ")

    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var bodyLength: Int?
    private var isPlain = true

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    mutating func read() -> RequestHead.Reading {
        // What doesn't begin like a request is refused by the other parser at once, and not when its line ends.
        guard beginsLikeRequest() else { return .strange }
        guard let first = endOfLine() else { return .incomplete }
        guard let (method, target) = requestLine(first) else { return .strange }
        position = first + 2
        while true {
            guard let end = endOfLine() else { return .incomplete }
            if end == position { break }
            guard readField(end) else { return .strange }
            position = end + 2
        }
        return .head(
            RequestHead(
                method: method, target: target, length: position + 2, bodyLength: bodyLength ?? 0, isPlain: isPlain && bodyLength ?? 0 == 0))
    }

    /// - Returns: Where the line's CRLF stands, if it is there.
    private func endOfLine() -> Int? {
        var index = position
        while index < bytes.count, bytes[index] != Self.carriageReturn, bytes[index] != Self.newline { index += 1 }
        // A newline by itself comes back as the end of a line, and is refused as a part of it.
        if index < bytes.count, bytes[index] == Self.newline { return index }
        guard index + 1 < bytes.count else { return nil }
        return index
    }

    private func beginsLikeRequest() -> Bool {
        let methods: [StaticString] = ["GET /", "HEAD /", "POST /", "PUT /", "PATCH /", "DELETE /"]
        return methods.contains { method in
            (0..<min(bytes.count, method.utf8CodeUnitCount)).allSatisfy { bytes[$0] == method.utf8Start[$0] }
        }
    }

    /// `METHOD target HTTP/1.1`, and the CRLF behind it.
    private func requestLine(_ end: Int) -> (RequestHead.Method, Range<Int>)? {
        guard isEnd(end) else { return nil }
        var index = position
        while index < end, bytes[index] >= UInt8(ascii: "A"), bytes[index] <= UInt8(ascii: "Z") { index += 1 }
        let method = position..<index
        guard !method.isEmpty, index < end, bytes[index] == Self.space else { return nil }
        index += 1
        let start = index
        while index < end, bytes[index] > 0x20, bytes[index] < 0x7f { index += 1 }
        let target = start..<index
        guard !target.isEmpty, equals(index..<end, " http/1.1") else { return nil }
        return (equals(method, "get") ? .get : equals(method, "head") ? .head : .other, target)
    }

    /// `Name: value`, and the CRLF behind it.
    private mutating func readField(_ end: Int) -> Bool {
        guard isEnd(end) else { return false }
        var index = position
        while index < end, Self.isToken(bytes[index]) { index += 1 }
        let name = position..<index
        guard !name.isEmpty, index < end, bytes[index] == UInt8(ascii: ":") else { return false }
        var value = index + 1..<end
        for index in value where bytes[index] < 0x20 && bytes[index] != UInt8(ascii: "\t") || bytes[index] == 0x7f { return false }
        while let first = value.first, bytes[first] == Self.space || bytes[first] == UInt8(ascii: "\t") { value = value.dropFirst() }
        while let last = value.last, bytes[last] == Self.space || bytes[last] == UInt8(ascii: "\t") { value = value.dropLast() }
        return note(name, value)
    }

    /// - Returns: False for a field that makes the request end elsewhere, or the connection something else.
    private mutating func note(_ name: Range<Int>, _ value: Range<Int>) -> Bool {
        switch name.count {
        case 2: return !equals(name, "te")
        case 5 where equals(name, "range"): isPlain = false
        case 6: return !equals(name, "expect")
        case 7: return !equals(name, "upgrade") && !equals(name, "trailer")
        case 8 where equals(name, "if-range") || equals(name, "if-match"): isPlain = false
        case 10 where equals(name, "connection"): return equals(value, "keep-alive")
        case 13 where equals(name, "if-none-match") || equals(name, "authorization"): isPlain = false
        case 14 where equals(name, "content-length"):
            guard bodyLength == nil, let length = number(value) else { return false }
            bodyLength = length
        case 17 where equals(name, "if-modified-since"): isPlain = false
        case 17: return !equals(name, "transfer-encoding")
        default: break
        }
        return true
    }

    private func number(_ range: Range<Int>) -> Int? {
        guard !range.isEmpty, range.count <= 18 else { return nil }
        var value = 0
        for index in range {
            guard bytes[index] >= UInt8(ascii: "0"), bytes[index] <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(bytes[index] - UInt8(ascii: "0"))
        }
        return value
    }

    private func isEnd(_ index: Int) -> Bool {
        index + 1 < bytes.count && bytes[index] == Self.carriageReturn && bytes[index + 1] == Self.newline
    }

    /// - Parameter text: In lower case.
    private func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        var offset = 0
        for index in range {
            let byte = bytes[index]
            let lower = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
            guard lower == text.utf8Start[offset] else { return false }
            offset += 1
        }
        return true
    }

    /// `tchar` (RFC 9110, 5.6.2).
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"),
            UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
