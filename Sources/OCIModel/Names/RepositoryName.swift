/// The name of a repository: path components of lower-case letters and digits, joined by `/`.
///
/// The grammar is that of `<name>` in the OCI distribution specification ("Pulling manifests"); at most 255 characters,
/// which many clients take as the limit of host and name together.
package struct RepositoryName: Hashable, Sendable {
    package static let maximumLength = 255

    package let value: String

    /// - Throws: ``OCIError`` with code `nameInvalid`.
    package init(_ value: some StringProtocol) throws(OCIError) {
        var text = String(value)
        guard text.utf8.count <= Self.maximumLength else {
            throw OCIError(.nameInvalid, "the repository name is longer than \(Self.maximumLength) characters; shorten it")
        }
        guard text.withUTF8({ Self.isValid($0) }) else {
            throw OCIError(
                .nameInvalid,
                "'\(text)' is not a repository name; write components of a-z and 0-9, joined inside by '.', '_', '__' or dashes, and by '/' between them"
            )
        }
        self.value = text
    }

    /// `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*`, in one pass.
    private static func isValid(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        var expectsAlphanumeric = true
        while index < utf8.count {
            switch utf8[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                expectsAlphanumeric = false
                index += 1
            case _ where expectsAlphanumeric:
                return false
            case UInt8(ascii: "/"), UInt8(ascii: "."):
                expectsAlphanumeric = true
                index += 1
            case UInt8(ascii: "_"):
                expectsAlphanumeric = true
                index += index + 1 < utf8.count && utf8[index + 1] == UInt8(ascii: "_") ? 2 : 1
            case UInt8(ascii: "-"):
                expectsAlphanumeric = true
                while index < utf8.count, utf8[index] == UInt8(ascii: "-") { index += 1 }
            default:
                return false
            }
        }
        return !expectsAlphanumeric
    }
}

extension RepositoryName: CustomStringConvertible {
    package var description: String { value }
}
