/// What one source says about the images of one tag strategy. `nil`: it says nothing.
package struct StrategyPolicy: Hashable, Sendable, Codable {
    /// So many are kept of each image, the newest. Negative: no limit. Zero: none is kept.
    package var limit: Int?
    /// Days after its publication an image is deleted. Negative: never. Zero: at once.
    package var expiryDays: Int?
    /// Whether an image is deleted whose tag, branch or commit is gone from git. Where no source says so, it is where a limit or an
    /// expiry of the strategy is on.
    package var deleteGone: Bool?

    package init(limit: Int? = nil, expiryDays: Int? = nil, deleteGone: Bool? = nil) {
        self.limit = limit
        self.expiryDays = expiryDays
        self.deleteGone = deleteGone
    }
}
