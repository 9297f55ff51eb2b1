import Crypto

/// Finds out whether bytes are an object of git, by computing the object's id from them.
///
/// What the cache keeps stays there: a digest recorded under the wrong id, because a file was written to after git had
/// compared it or because a filter stood between, would make wrong signatures for good. So nothing is believed.
struct ObjectProof {
    private let id: ObjectID
    // As in `ContentHasher`, so that an update doesn't copy the state.
    private var sha1: Insecure.SHA1?
    private var sha256: SHA256?

    init(_ id: ObjectID, size: Int64) {
        self.id = id
        if id.byteCount == 20 { self.sha1 = Insecure.SHA1() } else { self.sha256 = SHA256() }
        // What git hashes: the kind and the size in decimal, a NUL, and then the bytes.
        Array("blob \(size)\0".utf8).withUnsafeBytes { update($0) }
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        sha1?.update(bufferPointer: bytes)
        sha256?.update(bufferPointer: bytes)
    }

    var isProven: Bool {
        if let sha1 { return sha1.finalize().withUnsafeBytes { ObjectID(bytes: $0) == id } }
        return sha256?.finalize().withUnsafeBytes { ObjectID(bytes: $0) == id } ?? false
    }

    /// For bytes that are all in memory.
    static func check(_ id: ObjectID, size: Int64, _ bytes: UnsafeRawBufferPointer) -> Bool {
        var proof = ObjectProof(id, size: size)
        proof.update(bytes)
        return proof.isProven
    }
}

extension ObjectID {
    /// The hash of bytes as they are, in the form that git has it at the end of its files.
    ///
    /// - Parameter length: 20 for SHA-1, 32 for SHA-256.
    init(hashing bytes: UnsafeRawBufferPointer, length: Int) {
        if length == 20 {
            var hasher = Insecure.SHA1()
            hasher.update(bufferPointer: bytes)
            self = hasher.finalize().withUnsafeBytes { ObjectID(bytes: $0) }
        } else {
            var hasher = SHA256()
            hasher.update(bufferPointer: bytes)
            self = hasher.finalize().withUnsafeBytes { ObjectID(bytes: $0) }
        }
    }
}
