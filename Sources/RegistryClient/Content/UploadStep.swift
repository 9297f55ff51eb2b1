import ContentHashing

/// What an upload sends next: decided from where the server stands and what the source has.
enum UploadStep: Equatable {
    /// A PATCH of unknown length, for what comes until the source ends.
    case stream(from: Int64)
    /// A PATCH of a known stretch, which says where it belongs: the server refuses it anywhere else.
    case chunk(Range<Int64>)
    /// The PUT that closes the upload, with the last bytes.
    case finish(Range<Int64>, Digest)
    /// The server has more than there is: this upload is of no use.
    case startAnew

    /// As many bytes go along with the PUT and save a request.
    static let lastBytes: Int64 = 1 << 20

    /// - Parameter isInOrder: Whether all that was sent so far was answered. A request whose answer is lost may still be
    ///   writing; only a chunk that says where it belongs is safe from getting behind what it writes.
    init(offset: Int64, growth: BlobGrowth, isInOrder: Bool) {
        if offset > growth.size {
            self = .startAnew
        } else if let digest = growth.digest {
            self = growth.size - offset <= Self.lastBytes ? .finish(offset..<growth.size, digest) : .chunk(offset..<growth.size)
        } else {
            self = isInOrder ? .stream(from: offset) : .chunk(offset..<growth.size)
        }
    }
}
