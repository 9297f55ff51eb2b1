/// What became of a request to mount a blob.
package enum MountOutcome: Hashable, Sendable {
    /// The repository holds the blob, now or already before.
    case mounted(BlobRecord)
    /// There is no such blob where it was looked for, or its bytes are suspect; the client has to upload it.
    case unknown
}
