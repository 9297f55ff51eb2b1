import NIOCore

extension ServingContext {
    /// Runs `body` as long as the client waits for it: when the client closes its side of the connection or is gone, `body` is
    /// cancelled. What it returns then is still sent, since a client may close the side that it sends on and read the other.
    package func whileClientWaits<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let task = Task { try await body() }
        // A channel without the handler, in a test, refuses the event, and nobody is told.
        channel.triggerUserOutboundEvent(WatchClient { task.cancel() }, promise: nil)
        defer { channel.triggerUserOutboundEvent(WatchClient(hasLeft: nil), promise: nil) }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
