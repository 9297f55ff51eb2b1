package import NIOCore

/// Answers GET and HEAD requests at once, from memory: no disk, no lock that is held for long. Called on event loops.
///
/// An answer MUST be the one that the routes would give: the same authorizer is asked, the same is counted and kept. What can't be
/// answered so is left to the routes.
package protocol HotResponder: Sendable {
    /// - Parameters:
    ///   - target: As the client sent it, without being decoded.
    ///   - isHead: Whether only the head of the answer is wanted.
    /// - Returns: `nil` where the routes have to answer.
    func answer(_ target: UnsafeRawBufferPointer, isHead: Bool) -> HotAnswer?
}

/// A successful answer, ready to be written.
package struct HotAnswer: Sendable {
    /// Fields but those of every answer, each with its CRLF.
    package let fields: ByteBuffer
    package let body: ByteBuffer
    /// As metrics name it.
    package let route: String

    package init(fields: ByteBuffer, body: ByteBuffer, route: String) {
        self.fields = fields
        self.body = body
        self.route = route
    }
}
