import ContentHashing

/// Digests and sizes of a layer, both of its forms.
struct LayerSums: Sendable {
    private var tar = ContentHasher(algorithm: .sha256)
    private var compressed = ContentHasher(algorithm: .sha256)
    private(set) var tarSize: Int64 = 0
    private(set) var size: Int64 = 0

    mutating func addTar(_ bytes: UnsafeRawBufferPointer) {
        tar.update(bytes)
        tarSize += Int64(bytes.count)
    }

    mutating func addCompressed(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { compressed.update($0) }
        size += Int64(bytes.count)
    }

    var diffID: Digest { tar.digest() }
    var digest: Digest { compressed.digest() }
}

extension WrittenLayer {
    init(_ sums: LayerSums, _ summary: SourceSummary) {
        self.init(
            digest: sums.digest, diffID: sums.diffID, size: sums.size, tarSize: sums.tarSize, entryCount: summary.entryCount, root: summary.root,
            skipped: summary.skipped)
    }
}
