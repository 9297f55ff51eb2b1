/// The address of content: a hash function and the value it gave.
///
/// The text form is `algorithm:hex` with lower-case hex of the exact length of the algorithm; see "Digests" in the OCI
/// image specification's `descriptor.md`. A `Digest` is a plain value of fixed size, without allocation.
package struct Digest: Hashable, Sendable {
    package let algorithm: DigestAlgorithm

    /// The hash value as big-endian words; unused words are zero.
    ///
    /// Not a SIMD vector: its alignment of 64 is not kept in async frames and enum payloads, where the compiler still
    /// relies on it and overwrites what lies next to it (Swift 6.3).
    private let words: Words

    /// Makes a digest of a hash value.
    ///
    /// - Precondition: `hash` has exactly `algorithm.byteCount` bytes.
    package init(algorithm: DigestAlgorithm, hash: some Collection<UInt8>) {
        precondition(hash.count == algorithm.byteCount, "a hash value has the length of its algorithm")
        var words = Words()
        for (index, byte) in hash.enumerated() {
            words[index / 8] |= UInt64(byte) << UInt64(56 - 8 * (index % 8))
        }
        self.algorithm = algorithm
        self.words = words
    }

    /// Parses `algorithm:hex`.
    ///
    /// - Throws: ``DigestError`` with code `unsupportedAlgorithm` where the text is a well-formed digest of another
    ///   algorithm, and with code `malformed` for everything else: wrong length, upper-case hex, other characters.
    package init(_ text: some StringProtocol) throws(DigestError) {
        var text = String(text)
        let parsed: (DigestAlgorithm, Words)? = text.withUTF8 { Self.parse($0) }
        guard let parsed else { throw DigestError.refusing(text) }
        self.algorithm = parsed.0
        self.words = parsed.1
    }

    /// Makes a digest of the 32 bytes of a SHA-256, without a loop over them: a large tree makes one for each file.
    init(sha256 bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count == 32, "a SHA-256 has 32 bytes")
        var words = Words()
        for index in 0..<4 { words[index] = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)) }
        self.algorithm = .sha256
        self.words = words
    }

    private static func parse(_ utf8: UnsafeBufferPointer<UInt8>) -> (DigestAlgorithm, Words)? {
        guard let colon = utf8.firstIndex(of: UInt8(ascii: ":")),
            let algorithm = DigestAlgorithm.allCases.first(where: { $0.rawValue.utf8.elementsEqual(utf8[..<colon]) })
        else { return nil }
        let hex = utf8[(colon + 1)...]
        guard hex.count == algorithm.byteCount * 2 else { return nil }
        var words = Words()
        for (index, character) in hex.enumerated() {
            guard let nibble = Hex.value(ofLowercase: character) else { return nil }
            words[index / 16] = words[index / 16] << 4 | UInt64(nibble)
        }
        return (algorithm, words)
    }

    /// The hash value, `algorithm.byteCount` bytes.
    package var hash: [UInt8] {
        (0..<algorithm.byteCount).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - 8 * ($0 % 8))) }
    }

    /// Appends the hash value, `algorithm.byteCount` bytes.
    package func appendHash(to bytes: inout [UInt8]) {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { buffer in
            for index in 0..<8 { buffer.storeBytes(of: words[index].bigEndian, toByteOffset: index * 8, as: UInt64.self) }
            bytes.append(contentsOf: buffer[..<algorithm.byteCount])
        }
    }

    /// The hash value as lower-case hex, without the algorithm.
    package var hex: String {
        let count = algorithm.byteCount * 2
        return String(unsafeUninitializedCapacity: count) { buffer in
            self.writeHex(into: buffer, from: 0)
            return count
        }
    }

    private func writeHex(into buffer: UnsafeMutableBufferPointer<UInt8>, from start: Int) {
        for index in 0..<(algorithm.byteCount * 2) {
            let nibble = words[index / 16] >> UInt64(60 - 4 * (index % 16)) & 0xf
            buffer[start + index] = Hex.lowercase(of: UInt8(nibble))
        }
    }
}

extension Digest: CustomStringConvertible {
    /// `algorithm:hex`, which ``init(_:)`` reads back.
    package var description: String {
        let name = algorithm.rawValue.utf8
        let count = name.count + 1 + algorithm.byteCount * 2
        return String(unsafeUninitializedCapacity: count) { buffer in
            for (index, character) in name.enumerated() { buffer[index] = character }
            buffer[name.count] = UInt8(ascii: ":")
            self.writeHex(into: buffer, from: name.count + 1)
            return count
        }
    }
}

extension Digest: Comparable {
    /// The order of the text forms, which is also the order of the catalog's indexes.
    package static func < (left: Digest, right: Digest) -> Bool {
        guard left.algorithm == right.algorithm else { return left.algorithm.rawValue < right.algorithm.rawValue }
        for index in 0..<8 where left.words[index] != right.words[index] {
            return left.words[index] < right.words[index]
        }
        return false
    }
}

extension Digest {
    /// Eight words in place, without allocation.
    private struct Words: Hashable, Sendable {
        private var low: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        private var high: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

        subscript(index: Int) -> UInt64 {
            get { withUnsafeBytes(of: self) { $0.load(fromByteOffset: index * 8, as: UInt64.self) } }
            set { withUnsafeMutableBytes(of: &self) { $0.storeBytes(of: newValue, toByteOffset: index * 8, as: UInt64.self) } }
        }

        static func == (left: Words, right: Words) -> Bool { left.low == right.low && left.high == right.high }

        func hash(into hasher: inout Hasher) {
            withUnsafeBytes(of: self) { hasher.combine(bytes: $0) }
        }
    }
}
