import FoundationEssentials

/// The identity of an open upload: a UUID in lower-case text.
package struct UploadID: Hashable, Sendable {
    package let value: String

    /// Makes a new one.
    package init() {
        self.value = UUID().uuidString.lowercased()
    }

    /// Reads the text form. Anything but a lower-case UUID is refused, since the text names a file.
    package init?(_ text: some StringProtocol) {
        let value = String(text)
        guard value.utf8.count == 36, UUID(uuidString: value) != nil, value == value.lowercased() else { return nil }
        self.value = value
    }
}

extension UploadID: CustomStringConvertible {
    package var description: String { value }
}
