package import BlobStore

/// What goes wrong in a ``MemoryFileSystem``, and when.
package struct FileFault: Sendable {
    package enum Effect: Sendable {
        /// The call does nothing and fails. A failed sync also forgets what was not synced, as Linux does: a later sync succeeds
        /// without writing it.
        case fail(errno: Int32)
        /// A write takes at most so many bytes.
        case shorten(to: Int)
    }

    package let effect: Effect
    /// nil for any.
    package let operation: FileOperation?
    /// Part of the path; nil for any.
    package let path: String?
    /// How many matching calls pass unharmed first.
    package var skipping: Int
    /// Whether every later matching call is hit too.
    package let isLasting: Bool

    package init(_ effect: Effect, on operation: FileOperation? = nil, path: String? = nil, skipping: Int = 0, isLasting: Bool = false) {
        self.effect = effect
        self.operation = operation
        self.path = path
        self.skipping = skipping
        self.isLasting = isLasting
    }

    func matches(_ call: FileCall) -> Bool {
        (operation ?? call.operation) == call.operation && path.map { call.path.contains($0) } ?? true
    }
}
