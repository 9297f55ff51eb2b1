import ContentHashing
import OCIModel

/// Where things lie in a data folder. The names are for operators too: `sha256sum` of a blob file gives its name.
struct StoreLayout: Sendable {
    let root: String

    var lock: String { "\(root)/lock" }
    var reserve: String { "\(root)/reserve" }
    var blobs: String { "\(root)/blobs" }
    var uploads: String { "\(root)/uploads" }
    var quarantine: String { "\(root)/quarantine" }

    /// The folders right in the data folder.
    var folders: [String] { [blobs, uploads, quarantine] }

    /// The names of the folders that the blobs of one algorithm are spread over, by the first two digits.
    static let prefixes: [String] = (0..<256).map { value in
        let hex = String(value, radix: 16)
        return value < 16 ? "0\(hex)" : hex
    }

    func folder(of algorithm: DigestAlgorithm) -> String { "\(blobs)/\(algorithm.rawValue)" }

    func folder(of digest: Digest) -> String { "\(folder(of: digest.algorithm))/\(digest.hex.prefix(2))" }

    func folder(of shard: BlobShard) -> String { "\(folder(of: shard.algorithm))/\(Self.prefixes[Int(shard.first)])" }

    func path(of digest: Digest) -> String { "\(folder(of: digest))/\(digest.hex)" }

    func path(of upload: UploadID) -> String { "\(uploads)/\(upload)" }

    /// A new name for a stored file that is taken out of use.
    func quarantinePath(for digest: Digest) -> String { "\(quarantine)/\(digest.algorithm.rawValue)-\(digest.hex)-\(UploadID())" }
}
