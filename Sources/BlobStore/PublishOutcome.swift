/// What publishing an upload led to. The blob is stored in each case.
package struct PublishOutcome: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// The blob was absent before.
        case stored
        /// The blob was there, with the right size; the upload proved its bytes and was dropped.
        case alreadyStored
        /// A stored file that was damaged or suspect was replaced by the upload.
        case healed
    }

    package let kind: Kind
    /// The size of the blob in bytes.
    package let size: Int64

    package init(_ kind: Kind, size: Int64) {
        self.kind = kind
        self.size = size
    }
}
