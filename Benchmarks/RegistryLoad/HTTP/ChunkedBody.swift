/// The body of an answer with `Transfer-Encoding: chunked`.
enum ChunkedBody {
    /// - Returns: nil where the last chunk isn't there yet.
    /// - Throws: ``LoadError`` with code `malformedResponse`.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws -> [UInt8]? {
        // Nearly every call ends here: the last chunk, without trailers, stands at the end.
        guard bytes.count >= 5, bytes.suffix(5).elementsEqual("0\r\n\r\n".utf8) else { return nil }
        var body: [UInt8] = []
        var index = 0
        while true {
            var size = 0
            while index < bytes.count, let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue {
                size = size * 16 + digit
                index += 1
            }
            guard index + 2 <= bytes.count, bytes[index] == UInt8(ascii: "\r"), size <= bytes.count else {
                throw LoadError(.malformedResponse, "a chunk has no size")
            }
            index += 2
            if size == 0 { return body }
            guard index + size + 2 <= bytes.count else { return nil }
            body += bytes[index..<index + size]
            index += size + 2
        }
    }
}
