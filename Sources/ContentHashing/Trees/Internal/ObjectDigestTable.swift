/// The cache's file in memory: records of a fixed size, sorted by object id.
///
/// All numbers are little-endian:
///
/// | bytes | what |
/// | --- | --- |
/// | 0 ..< 8 | `STOWODC1` |
/// | 8 ..< 16 | how many records follow |
/// | 16 ..< 48 | SHA-256 of all records |
/// | 48 ..< 64 | zeros |
/// | from 64, 80 each | the id, 32 bytes, zeros behind a SHA-1; SHA-256 of the object's bytes; its size, 8 bytes; the day of its last use, 4 bytes; the length of the id, 4 bytes |
///
/// It is read and not mapped: reading costs as much as the checksum would to touch the pages, and then nobody can change what was checked.
struct ObjectDigestTable: Sendable {
    private static let magic = Array("STOWODC1".utf8)
    private static let headerSize = 64
    private static let recordSize = 80
    /// Whatever its limit is, no cache is larger.
    private static let maximumSize = 1 << 28

    private let bytes: [UInt8]
    let count: Int

    /// - Returns: `nil` where there is no file, or one that is damaged or that others can write.
    init?(reading path: String) {
        // What others can write proves nothing.
        guard let file = WholeFile(path, maximumSize: Self.maximumSize), file.isWritableForOwnerOnly else { return nil }
        self.init(file.bytes)
    }

    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.headerSize, (bytes.count - Self.headerSize).isMultiple(of: Self.recordSize),
            bytes.prefix(8).elementsEqual(Self.magic)
        else { return nil }
        let count = (bytes.count - Self.headerSize) / Self.recordSize
        let isWhole = bytes.withUnsafeBytes { raw in
            let said = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            let checksum = Digest(sha256: UnsafeRawBufferPointer(rebasing: raw[16..<48]))
            return said == UInt64(count) && checksum == Digest(hashing: UnsafeRawBufferPointer(rebasing: raw[Self.headerSize...]))
        }
        guard isWhole else { return nil }
        self.bytes = bytes
        self.count = count
    }

    func record(of id: ObjectID) -> ObjectDigestRecord? {
        bytes.withUnsafeBytes { raw in
            var low = 0
            var high = count
            while low < high {
                let middle = (low + high) / 2
                let start = Self.headerSize + middle * Self.recordSize
                let other = Self.id(raw, start)
                if other == id { return Self.record(raw, start) }
                if other < id { low = middle + 1 } else { high = middle }
            }
            return nil
        }
    }

    func forEach(_ body: (ObjectID, ObjectDigestRecord) -> Void) {
        bytes.withUnsafeBytes { raw in
            for index in 0..<count {
                let start = Self.headerSize + index * Self.recordSize
                body(Self.id(raw, start), Self.record(raw, start))
            }
        }
    }

    private static func id(_ raw: UnsafeRawBufferPointer, _ start: Int) -> ObjectID {
        let length = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: start + 76, as: UInt32.self))
        return ObjectID(
            words: raw.loadUnaligned(fromByteOffset: start, as: (UInt64, UInt64, UInt64, UInt64).self), byteCount: Int(length))
    }

    private static func record(_ raw: UnsafeRawBufferPointer, _ start: Int) -> ObjectDigestRecord {
        ObjectDigestRecord(
            digest: Digest(sha256: UnsafeRawBufferPointer(rebasing: raw[(start + 32)..<(start + 64)])),
            size: Int64(littleEndian: raw.loadUnaligned(fromByteOffset: start + 64, as: Int64.self)),
            day: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: start + 72, as: UInt32.self)))
    }

    /// - Parameter records: Sorted by id, each once.
    static func encode(_ records: [(id: ObjectID, record: ObjectDigestRecord)]) -> [UInt8] {
        var bytes = magic
        bytes.reserveCapacity(headerSize + records.count * recordSize)
        func append(_ value: some FixedWidthInteger) { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
        append(UInt64(records.count))
        bytes.append(contentsOf: repeatElement(0, count: headerSize - bytes.count))
        for (id, record) in records {
            withUnsafeBytes(of: id.words) { bytes.append(contentsOf: $0) }
            record.digest.appendHash(to: &bytes)
            append(record.size)
            append(record.day)
            append(UInt32(id.byteCount))
        }
        let checksum = bytes.withUnsafeBytes { Digest(hashing: UnsafeRawBufferPointer(rebasing: $0[headerSize...])) }
        bytes.replaceSubrange(16..<48, with: checksum.hash)
        return bytes
    }
}
