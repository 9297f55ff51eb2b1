/// How the garbage collector works.
package struct CollectorConfiguration: Hashable, Sendable {
    /// How long something that lost its last reference stays at least, and how far each request for it puts that off. The store
    /// that the collector works on has to be given the same; of the two the longer one counts.
    package var grace: Duration
    /// How often it looks for rows that are due.
    package var interval: Duration
    /// Blobs that are removed in a second at most; `nil`: as fast as it goes.
    package var maximumRate: Int?
    /// How often files without a row are looked for; `nil`: only when asked.
    package var orphanInterval: Duration?
    /// How long what a client deletes can be restored.
    package var undoWindow: Duration

    package init(
        grace: Duration = .seconds(3600), interval: Duration = .seconds(10), maximumRate: Int? = 1000, orphanInterval: Duration? = .seconds(86_400),
        undoWindow: Duration = .seconds(86_400)
    ) {
        self.grace = grace
        self.interval = interval
        self.maximumRate = maximumRate
        self.orphanInterval = orphanInterval
        self.undoWindow = undoWindow
    }
}
