package import ContentHashing
package import OCIModel

/// Bytes, addressed by what they hash to.
///
/// A blob appears whole and verified or not at all. Which repositories may see it, how old it is and when it was last used
/// are the catalog's facts; a store knows bytes only. Conforming types pass `BlobStoreConformance` (`StowageTestSupport`).
///
/// Every call throws ``BlobStoreError`` (and `CancellationError` where it says so) and never blocks the caller's thread.
package protocol BlobStore: Sendable {
    /// Starts an upload. Nothing of it outlives a power cut until it is published.
    ///
    /// - Parameter algorithm: what the bytes are hashed with while they arrive.
    /// - Throws: code `noSpace` below the low-water mark.
    func createUpload(_ id: UploadID, algorithm: DigestAlgorithm) async throws -> any BlobUpload

    /// Continues an upload that was closed, or that an earlier run of the process left behind.
    ///
    /// Its `offset` is what the store holds. Bytes that an earlier run left behind are read once, to hash them, and written
    /// again, since nobody knows which of them reached the disk; that ends early with `CancellationError`. An upload that this
    /// process closed goes on without reading, and one that is still open is returned as it is.
    ///
    /// - Throws: code `uploadUnknown` where there is no such upload.
    func resumeUpload(_ id: UploadID, algorithm: DigestAlgorithm) async throws -> any BlobUpload

    /// The bytes held of an upload, open or not; `nil` where there is none. Reads nothing of it.
    func uploadSize(_ id: UploadID) async throws -> Int64?

    /// Drops an upload and its bytes. One that does not exist is fine.
    func discardUpload(_ id: UploadID) async throws

    /// The uploads the store holds bytes of, open or not, in no order.
    func uploadIDs() async throws -> [UploadID]

    /// The size of a blob in bytes, nil where it is absent. Looks the blob up and reads nothing of it.
    func size(of digest: Digest) async throws -> Int64?

    /// Opens a blob for reading.
    ///
    /// - Parameter expectedSize: the size in bytes that the catalog recorded.
    /// - Throws: code `notFound`; code `damaged` where the stored size differs.
    func open(_ digest: Digest, expectedSize: Int64) async throws -> BlobContent

    /// Removes a blob; readers that have it open keep it. One that does not exist is fine.
    ///
    /// A power cut soon afterwards may bring the blob back: a blob without a row, which is harmless.
    func remove(_ digest: Digest) async throws

    /// The blobs that are stored of a shard, with or without a row in the catalog. Those that are published or removed
    /// meanwhile may be in it or not.
    func digests(in shard: BlobShard) async throws -> BlobListing

    /// Gives up the room that is kept for this, so that what deletes can still be written when the disk is full. An engine
    /// that keeps none does nothing.
    func releaseReserve() async throws

    /// How much room there is.
    func space() async throws -> StorageSpace
}
