/// What texts are taken for facts: names of stages, images, branches.
package enum FactText {
    /// In bytes.
    package static let maximumLength = 255

    /// Whether a text is recorded where a label or an annotation says it: one that isn't empty, isn't long, and has no
    /// characters that would confuse who looks at it.
    package static func isRecorded(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= maximumLength else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value) && scalar.properties.generalCategory != .format
        }
    }
}
