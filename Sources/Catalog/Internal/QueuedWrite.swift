/// An operation that waits for its turn in a transaction.
struct QueuedWrite: Sendable {
    enum Durability: Sendable {
        /// On the disk before the caller is answered.
        case durable
        /// May be lost by a power cut after the caller was answered, until the next durable operation.
        case relaxed
    }

    let durability: Durability
    /// Does the work, and returns what answers the caller. Not called again after that, whatever happens.
    let perform: @Sendable (inout WriteContext) throws -> @Sendable () -> Void
    /// Answers the caller with an error, in place of what ``perform`` returned.
    let fail: @Sendable (any Error) -> Void
}
