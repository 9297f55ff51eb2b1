import ContentHashing

/// What a client knows about an upload that it left open over a crash.
struct UploadAccount {
    let repository: String
    let location: String
    let content: [UInt8]
    /// Bytes that the server said it has.
    private(set) var acknowledged = 0
    /// Bytes that it can have at most: those of a request whose answer did not come are among them.
    private(set) var sent = 0
    /// The closing request was sent, so the upload may be gone.
    private(set) var isClosing = false

    init(repository: String, location: String, content: [UInt8]) {
        self.repository = repository
        self.location = location
        self.content = content
    }

    var digest: Digest { Digest(hashing: content) }

    mutating func willSend(through offset: Int) { sent = max(sent, offset) }

    mutating func didSend(through offset: Int) { acknowledged = offset }

    mutating func willClose() { isClosing = true }

    /// Judges the status of the upload after a restart.
    ///
    /// - Parameter offset: What the server says it has; `nil` where it does not know the upload.
    /// - Returns: What is wrong, or `nil`.
    func fault(observing offset: Int?) -> String? {
        guard let offset else {
            return isClosing ? nil : "the upload \(location), at \(acknowledged) of \(content.count) bytes, is gone"
        }
        guard (acknowledged...max(acknowledged, sent)).contains(offset) else {
            return "the upload \(location) stands at \(offset); \(acknowledged) bytes were acknowledged and \(sent) sent"
        }
        return nil
    }

    /// Goes on from what the server has.
    mutating func resume(at offset: Int) {
        acknowledged = offset
        sent = offset
        isClosing = false
    }
}
