package import ContentHashing
package import StageModel

/// A row of a review queue that is due: something that may have lost its last reference.
package struct Review: Hashable, Sendable {
    /// Of the blob or manifest.
    package let id: Int64
    /// `nil` where the row is damaged and has none.
    package let digest: Digest?
    package let dueAt: Timestamp

    /// A place in a queue: after this one.
    var place: Place { Place(dueAt: dueAt.millisecondsSince1970, id: id) }

    /// The order of the queue.
    package struct Place: Hashable, Sendable {
        let dueAt: Int64
        let id: Int64

        package static let beginning = Place(dueAt: Int64.min, id: 0)

        /// The place after a review.
        package init(after review: Review) {
            self = review.place
        }

        init(dueAt: Int64, id: Int64) {
            self.dueAt = dueAt
            self.id = id
        }
    }
}
