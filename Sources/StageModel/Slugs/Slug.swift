package import OCIModel

/// Tags derived from git names by werf's rules, so that both programs find each other's images.
package enum Slug {
    /// The tag of a branch, a git tag or any other name.
    ///
    /// A name that is a valid tag stays as it is. Any other is written in lower-case letters, digits and single dashes, cut to
    /// fit, and gets the hash of the name behind a dash: `feature/cleanup-logs` is not mistaken for `feature-cleanup-logs`.
    ///
    /// - Throws: ``OCIError`` with code `tagInvalid` for the empty name, which has no tag.
    package static func dockerTag(_ gitName: some StringProtocol) throws(OCIError) -> TagName {
        guard !gitName.isEmpty else { throw OCIError(.tagInvalid, "an empty name can't become a tag; give a branch, a tag or another name") }
        if let tag = validTag(gitName) { return tag }
        // Without leading zeros, so it may be shorter than eight digits.
        let hash = String(MurmurHash3(gitName.utf8).value, radix: 16)
        let words = transliterated(gitName)
        guard !words.isEmpty else { return try TagName(hash) }
        // The cut may fall behind a dash, which makes two in a row; werf's tags have them as well.
        return try TagName("\(words.prefix(TagName.maximumLength - hash.utf8.count - 1))-\(hash)")
    }

    private static func validTag(_ name: some StringProtocol) -> TagName? {
        do { return try TagName(name) } catch { return nil }
    }

    /// Lower-case letters, digits and single dashes that stand for the name; none of the dashes at either end.
    ///
    /// What has no counterpart is left out without a trace.
    static func transliterated(_ name: some StringProtocol) -> String {
        var result = ""
        var dashIsDue = false
        for scalar in name.unicodeScalars {
            guard let replacement = SlugAlphabet.replacement(for: scalar) else { continue }
            if replacement == "-" {
                dashIsDue = !result.isEmpty
            } else {
                if dashIsDue { result += "-" }
                dashIsDue = false
                result += replacement
            }
        }
        return result
    }
}
