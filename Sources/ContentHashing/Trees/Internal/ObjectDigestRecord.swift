/// What the cache knows of an object of git.
struct ObjectDigestRecord: Hashable, Sendable {
    /// SHA-256 of the object's bytes.
    let digest: Digest
    let size: Int64
    /// When it was last used, in days since 1970.
    let day: UInt32
}

/// What one thread found while it hashed, to be kept in the cache.
struct ObjectDigestUses: Sendable {
    private(set) var records: [(id: ObjectID, record: ObjectDigestRecord)] = []
    /// In days since 1970.
    let today: UInt32

    init(today: UInt32) {
        self.today = today
    }

    /// A record that helped. Kept if it was not used today before, so that most runs have nothing to write.
    mutating func add(_ record: ObjectDigestRecord, of id: ObjectID) {
        if record.day != today { add(record.digest, size: record.size, of: id) }
    }

    /// An object whose digest was not known.
    mutating func add(_ digest: Digest, size: Int64, of id: ObjectID) {
        records.append((id, ObjectDigestRecord(digest: digest, size: size, day: today)))
    }
}
