/// `GET /api/v1/cleanup/policies?project=P`: what the server says of a project's cleanup.
package struct PolicyDocument: Hashable, Sendable, Codable {
    /// The server's policies for the project; absent where it has none.
    package var layer: PolicyLayer?
    /// How long the collector waits at least before bytes go, in seconds.
    package var grace: Int64
    /// How long what is deleted can be restored where no policy says it, in seconds.
    package var undoWindow: Int64

    package init(layer: PolicyLayer?, grace: Int64, undoWindow: Int64) {
        self.layer = layer
        self.grace = grace
        self.undoWindow = undoWindow
    }
}
