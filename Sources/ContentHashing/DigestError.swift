/// Why a text is not a digest that can be used here.
package struct DigestError: Error, Hashable, Sendable, CustomStringConvertible {
    package struct Code: Hashable, Sendable {
        private enum Value { case malformed, unsupportedAlgorithm }
        private let value: Value

        /// The text does not have the form of a digest.
        package static let malformed = Code(value: .malformed)
        /// The text has the form of a digest, of an algorithm that is not one of ``DigestAlgorithm``.
        package static let unsupportedAlgorithm = Code(value: .unsupportedAlgorithm)
    }

    package let code: Code
    /// What is wrong and what would be right. Quotes at most 160 characters of the text.
    package let message: String

    package var description: String { message }

    static func refusing(_ text: String) -> DigestError {
        let shown = String(text.prefix(160))
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, Self.isAlgorithmName(parts[0]), DigestAlgorithm(rawValue: String(parts[0])) == nil, Self.isEncoded(parts[1]) {
            return DigestError(
                code: .unsupportedAlgorithm,
                message: "the digest '\(shown)' uses an algorithm that is not supported; use sha256 or sha512")
        }
        return DigestError(
            code: .malformed,
            message: "'\(shown)' is not a digest; write sha256: and 64, or sha512: and 128, lower-case hexadecimal digits")
    }

    /// `algorithm-component [algorithm-separator algorithm-component]*` of the OCI image specification.
    private static func isAlgorithmName(_ text: Substring) -> Bool {
        text.split(omittingEmptySubsequences: false) { "+._-".contains($0) }.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) }
        }
    }

    private static func isEncoded(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                (0x61...0x7a).contains($0) || (0x41...0x5a).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "=")
                    || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
            }
    }
}
