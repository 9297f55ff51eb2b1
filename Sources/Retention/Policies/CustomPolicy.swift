/// A rule for tags that no strategy explains, by their names.
package struct CustomPolicy: Hashable, Sendable, Codable {
    /// A regular expression that has to match the whole tag.
    package var tags: String
    /// As of a strategy.
    package var limit: Int?
    package var expiryDays: Int?

    package init(tags: String, limit: Int? = nil, expiryDays: Int? = nil) {
        self.tags = tags
        self.limit = limit
        self.expiryDays = expiryDays
    }
}
