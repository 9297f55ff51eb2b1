package import ContentHashing

/// What names a manifest inside its repository.
package enum Reference: Hashable, Sendable {
    case tag(TagName)
    case digest(Digest)

    /// Reads a digest where the text holds a colon, which no tag can, and a tag otherwise.
    ///
    /// - Throws: ``OCIError`` with code `digestInvalid` or `tagInvalid`.
    package init(_ text: some StringProtocol) throws(OCIError) {
        if text.utf8.contains(UInt8(ascii: ":")) {
            self = .digest(try OCIError.digest(text))
        } else {
            self = .tag(try TagName(text))
        }
    }
}

extension Reference: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tag(let tag): tag.value
        case .digest(let digest): digest.description
        }
    }
}
