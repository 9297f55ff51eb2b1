/// A part of a list in the order of its keys' bytes.
package struct Page<Item: Sendable>: Sendable {
    package let items: [Item]
    /// True where the list goes on after the last item. A page of zero items never says so.
    package let hasMore: Bool

    package init(items: [Item], hasMore: Bool) {
        self.items = items
        self.hasMore = hasMore
    }

    /// Makes a page of at most `limit` from items of which one more was asked for.
    init(upTo limit: Int, of fetched: [Item]) {
        self.items = Array(fetched.prefix(limit))
        self.hasMore = fetched.count > limit && limit > 0
    }

    static var empty: Page { Page(items: [], hasMore: false) }
}

extension Page: Equatable where Item: Equatable {}
