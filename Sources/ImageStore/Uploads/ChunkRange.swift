package import OCIModel

/// Where a chunk belongs in its upload: the `Content-Range` of a PATCH or closing PUT.
///
/// The form is `first-last`, both inclusive, without a unit ("Pushing a blob in chunks"); `bytes first-last/size`, which
/// some clients send as for any other HTTP request, is read alike.
package struct ChunkRange: Hashable, Sendable {
    package let first: Int64
    /// Inclusive; `first - 1` for an empty chunk.
    package let last: Int64

    /// In bytes.
    package var count: Int64 { last - first + 1 }

    /// - Throws: ``OCIError`` with code `uploadInvalid`.
    package init(_ header: String) throws(OCIError) {
        let range = header.hasPrefix("bytes ") ? header.dropFirst(6).prefix { $0 != "/" } : header[...]
        let bounds = range.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard bounds.count == 2, let first = Self.number(bounds[0]), let last = Self.number(bounds[1]), first <= last else {
            throw OCIError(.uploadInvalid, "the Content-Range '\(header.prefix(80))' is not of the form first-last, as in 0-1023")
        }
        self.first = first
        self.last = last
    }

    private static func number(_ text: Substring) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int64(text), value < Int64.max else { return nil }
        return value
    }
}
