/// The part of a response that a load generator looks at.
struct ResponseHead {
    var status = 0
    /// The length of the body in bytes.
    var contentLength = 0
    var isChunked = false
    var location: String?
    var contentDigest: String?
    /// The length of the head itself, with its empty line, in bytes.
    var byteCount = 0
}

extension ResponseHead {
    /// Reads a head from the start of what was received.
    ///
    /// One pass without allocation, unless `location` or `contentDigest` are asked for, so that the generator's share of the
    /// CPU stays small.
    ///
    /// - Parameter isDetailed: Whether to read `Location` and `Docker-Content-Digest`.
    /// - Returns: nil where the head isn't complete yet.
    /// - Throws: ``LoadError`` with code `malformedResponse`.
    static func parse(_ bytes: UnsafeRawBufferPointer, isDetailed: Bool) throws -> ResponseHead? {
        var head = ResponseHead()
        var lineStart = 0
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\n") else {
                index += 1
                continue
            }
            let line = UnsafeRawBufferPointer(rebasing: bytes[lineStart..<max(lineStart, index - 1)])
            index += 1
            if lineStart == 0 {
                head.status = try parseStatus(line)
            } else if line.isEmpty {
                head.byteCount = index
                return head
            } else {
                try head.readField(line, isDetailed: isDetailed)
            }
            lineStart = index
        }
        guard bytes.count < 32768 else { throw LoadError(.malformedResponse, "the head of a response is longer than 32 KiB") }
        return nil
    }

    private static func parseStatus(_ line: UnsafeRawBufferPointer) throws -> Int {
        guard line.count >= 12, line[0] == UInt8(ascii: "H"), line[8] == UInt8(ascii: " "), let status = Self.number(line[9..<12]) else {
            throw LoadError(.malformedResponse, "a response does not start with a status line")
        }
        return status
    }

    private mutating func readField(_ line: UnsafeRawBufferPointer, isDetailed: Bool) throws {
        // The first letter and the length of the name rule out nearly every other field.
        switch line[0] | 0x20 {
        case UInt8(ascii: "c"):
            guard let value = Self.value(of: "content-length:", in: line) else { return }
            guard let length = Self.number(value) else { throw LoadError(.malformedResponse, "Content-Length is not a number") }
            contentLength = length
        case UInt8(ascii: "t"):
            if Self.value(of: "transfer-encoding:", in: line) != nil { isChunked = true }
        case UInt8(ascii: "l") where isDetailed:
            if let value = Self.value(of: "location:", in: line) { location = String(decoding: value, as: UTF8.self) }
        case UInt8(ascii: "d") where isDetailed:
            if let value = Self.value(of: "docker-content-digest:", in: line) { contentDigest = String(decoding: value, as: UTF8.self) }
        default:
            break
        }
    }

    private static func value(of name: StaticString, in line: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer>? {
        guard line.count > name.utf8CodeUnitCount else { return nil }
        for index in 0..<name.utf8CodeUnitCount {
            let byte = line[index]
            let lower = (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
            guard lower == name.utf8Start[index] else { return nil }
        }
        return line[name.utf8CodeUnitCount...].drop { $0 == UInt8(ascii: " ") }
    }

    private static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard !digits.isEmpty, digits.count <= 18 else { return nil }
        var number = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            number = number * 10 + Int(digit - 0x30)
        }
        return number
    }
}
