import ArgumentParser
import ContentHashing

/// Prints how many bytes a second `ContentHasher` takes, measured as `openssl speed -evp` measures: over and over the same
/// block for a given time, on one thread.
@main
struct HashRate: ParsableCommand {
    enum Mode: String, ExpressibleByArgument, CaseIterable {
        /// A digest for each block, which is what openssl measures.
        case digest
        /// One stream of blocks, which is what an upload does.
        case stream
    }

    static let configuration = CommandConfiguration(
        commandName: "hash-rate", abstract: "Prints the bytes a second that Stowage's hashing core takes.")

    @Option(help: "sha256 or sha512.")
    var algorithm: DigestAlgorithm = .sha256

    @Option(help: "The size of a block in bytes.")
    var block = 16384

    @Option(help: "How long to hash, in seconds.")
    var seconds = 1.0

    @Option(help: "digest: a digest for each block; stream: one digest for all.")
    var mode: Mode = .digest

    func validate() throws {
        guard block > 0, seconds > 0 else { throw ValidationError("--block and --seconds are above zero") }
    }

    func run() {
        let bytes = [UInt8](repeating: 0x5a, count: block)
        let clock = ContinuousClock()
        // The clock is read once for a mebibyte or so: reading it costs too little to show then.
        let batch = max(1, (1 << 20) / block)
        var stream = ContentHasher(algorithm: algorithm)
        var blocks = 0
        let start = clock.now
        let limit = start + .seconds(seconds)
        repeat {
            bytes.withUnsafeBytes { bytes in
                for _ in 0..<batch {
                    if mode == .stream { stream.update(bytes) } else { sink(Digest(hashing: bytes, with: algorithm)) }
                }
            }
            blocks += batch
        } while clock.now < limit
        sink(stream.digest())
        let elapsed = start.duration(to: clock.now) / Duration.seconds(1)
        print(Int(Double(blocks * block) / elapsed))
    }
}

/// Keeps the optimizer from dropping work whose result nobody reads.
@inline(never)
private func sink(_ digest: Digest) {}

extension DigestAlgorithm: ExpressibleByArgument {}
