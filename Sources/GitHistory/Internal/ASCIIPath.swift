enum ASCIIPath {
    /// - Returns: `nil` for a path with other characters. Of those, two that are different names can be equal texts.
    static func text(_ bytes: ArraySlice<UInt8>) -> String? {
        bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : nil
    }
}
