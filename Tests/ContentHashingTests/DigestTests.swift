import ContentHashing
import Testing

@Suite struct DigestTests {
    static let sha256 = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    static let sha512 = "sha512:" + String(repeating: "0123456789abcdef", count: 8)

    @Test(arguments: [sha256, sha512]) func readsItsOwnText(_ text: String) throws {
        let digest = try Digest(text)
        #expect(digest.description == text)
        #expect(digest.hex == String(text.drop { $0 != ":" }.dropFirst()))
        #expect(Digest(algorithm: digest.algorithm, hash: digest.hash) == digest)
        #expect(digest.hash.count == digest.algorithm.byteCount)
    }

    @Test(arguments: [
        "", ":", "sha256", "sha256:", "sha256:abc", sha256 + "0", String(sha256.dropLast()), sha256.uppercased(),
        sha256.replacing("e3", with: "E3"), sha256.replacing("e3", with: "g3"), " " + sha256, sha256 + "\n", sha256 + "\0",
        sha256.replacing("sha256", with: "SHA256"), sha256.replacing(":", with: "::"), "sha256:../../etc/passwd",
        String(sha512.dropLast(2)), sha256.replacing("sha256", with: "sha512"), "sha256:" + String(repeating: "é", count: 32),
        "sha256:" + String(repeating: "a", count: 100_000),
    ]) func refusesMalformed(_ text: String) {
        let error = #expect(throws: DigestError.self) { try Digest(text) }
        #expect(error?.code == .malformed)
        #expect((error?.message.utf8.count ?? 0) < 500)
    }

    @Test(arguments: [
        "md5:d41d8cd98f00b204e9800998ecf8427e", "sha384:00", "blake3:0011", "sha256+b64u:LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564",
        "multihash+base58:QmRZxt2b1FVZPNqd8hsiykDL3TdBDeTSPX9Kv46HmX4Gx8",
    ]) func namesUnsupportedAlgorithms(_ text: String) {
        let error = #expect(throws: DigestError.self) { try Digest(text) }
        #expect(error?.code == .unsupportedAlgorithm)
    }

    @Test func sortsLikeItsText() throws {
        let texts = [
            "sha256:" + String(repeating: "0", count: 64), "sha256:0" + String(repeating: "f", count: 63), Self.sha256,
            "sha256:f" + String(repeating: "0", count: 63), "sha512:" + String(repeating: "0", count: 128), Self.sha512,
        ]
        let digests = try texts.map { try Digest($0) }
        #expect(digests.shuffled().sorted() == digests)
        #expect(texts.shuffled().sorted() == texts)
        #expect(digests.allSatisfy { !($0 < $0) })
    }

    /// A digest with a larger alignment destroys the memory of the tasks that hold it (see `Digest`).
    @Test func wantsNoMoreAlignmentThanAWord() {
        #expect(MemoryLayout<Digest>.alignment <= MemoryLayout<UInt64>.alignment)
    }

    @Test func algorithmsAreApart() {
        let digests: Set = [Digest(hashing: [], with: .sha256), Digest(hashing: [], with: .sha512)]
        #expect(digests.count == 2)
    }
}
