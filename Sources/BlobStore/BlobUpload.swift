package import ContentHashing
package import NIOCore
package import OCIModel

/// Bytes on their way in, not yet a blob.
///
/// One request at a time uses an upload; calls that meet all the same are put in order or refused, never mixed up.
/// After `publish`, `discard` and `close` have succeeded every call throws code `uploadUnknown`.
package protocol BlobUpload: AnyObject, Sendable {
    var id: UploadID { get }

    /// The bytes accepted so far. After an error it is where the upload goes on: the bytes before it are the upload's, those
    /// after it were dropped.
    var offset: Int64 { get }

    /// Takes bytes, in the order of the calls.
    ///
    /// Hashing and writing go on behind it; it returns when the bytes are accepted, which is at once while there is room (a
    /// bounded amount is in flight). The bytes are not copied. Cancellation leaves the upload usable, at an `offset` that may
    /// lie anywhere between before and after these bytes.
    ///
    /// - Throws: the error of earlier bytes, once; then the upload goes on at `offset`. Code `noSpace` below the low-water
    ///   mark or on a full disk, `busy` while the upload is being published.
    func append(_ bytes: ByteBuffer) async throws

    /// Waits until everything accepted is written (not synced) and hashed, and throws the error of earlier bytes, once.
    func flush() async throws

    /// Turns the upload into a blob: verified, durable and visible when it returns, with the folder entry synced.
    ///
    /// Cancellation does not interrupt it, but where the bytes are read again: under a digest of another algorithm than
    /// announced, and after a failed sync, when they are written again as well. The upload is still there then.
    ///
    /// - Parameter trustExisting: a stored blob of the right size stands for these bytes. False (the catalog suspects it)
    ///   replaces the stored blob, which goes to quarantine.
    /// - Throws: code `digestMismatch`, and the upload is gone. After any other error (`noSpace`, `io` …) the upload is
    ///   still there, at its `offset`, and publishing may be tried again; unless the error's code is `uploadUnknown`.
    func publish(as digest: Digest, trustExisting: Bool) async throws -> PublishOutcome

    /// Drops the upload and its bytes. Calling it again is fine.
    func discard() async throws

    /// Closes the upload and keeps its bytes, for ``BlobStore/resumeUpload(_:algorithm:)``. Calling it again is fine.
    ///
    /// - Throws: the error of earlier bytes, where one was not thrown yet; the upload is closed all the same.
    func close() async throws
}
