/// One entry of `keepPolicies`, with werf's meaning: which references of git are looked at, and how many images each of them keeps.
package struct KeepPolicy: Hashable, Sendable, Codable {
    package enum Operator: String, Hashable, Sendable, Codable, CaseIterable {
        case and = "And"
        case or = "Or"
    }

    /// The newest `last` (negative or absent: all), those within `in`, or both, as the operator says.
    package struct Limit: Hashable, Sendable, Codable {
        package var last: Int?
        /// In seconds.
        package var within: Int64?
        package var `operator`: Operator

        package init(last: Int? = nil, within: Int64? = nil, operator: Operator = .and) {
            self.last = last
            self.within = within
            self.operator = `operator`
        }
    }

    package enum Kind: String, Hashable, Sendable, Codable {
        case branch, tag
    }

    package var kind: Kind
    /// A name as it is, or `/REGEX/`, which has to match the whole name.
    package var pattern: String
    /// Absent: all references that match.
    package var references: Limit?
    /// Absent `last` means one image.
    package var imagesPerReference: Limit

    package init(kind: Kind, pattern: String, references: Limit? = nil, imagesPerReference: Limit = Limit()) {
        self.kind = kind
        self.pattern = pattern
        self.references = references
        self.imagesPerReference = imagesPerReference
    }
}
