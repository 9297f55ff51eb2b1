import ContentHashing
import Testing

/// The vectors of FIPS 180-4 as NIST publishes them ("SHA256.pdf", "SHA512.pdf" of the example values, and the CAVP short
/// messages), fed in pieces of odd sizes.
@Suite struct ContentHasherTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let name: String
        let message: [UInt8]
        let sha256: String
        let sha512: String
        var testDescription: String { name }
    }

    static let vectors = [
        Vector(
            name: "empty", message: [], sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            sha512:
                "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"
        ),
        Vector(
            name: "abc", message: Array("abc".utf8), sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            sha512:
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
        Vector(
            name: "two blocks of SHA-256", message: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
            sha256: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
            sha512:
                "204a8fc6dda82f0a0ced7beb8e08a41657c16ef468b228a8279be331a703c33596fd15c13b1b07f9aa1d3bea57789ca031ad85c7a71dd70354ec631238ca3445"
        ),
        Vector(
            name: "two blocks of SHA-512",
            message: Array(
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu".utf8),
            sha256: "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
            sha512:
                "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909"
        ),
        Vector(
            name: "a million a", message: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
            sha256: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
            sha512:
                "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973ebde0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b"
        ),
    ]

    @Test(arguments: vectors, [1, 3, 63, 64, 65, 127, 128, 4097, 65_536, 2_000_000])
    func matchesNIST(_ vector: Vector, pieceSize: Int) {
        // Byte by byte is too slow for the long one.
        let pieceSize = vector.message.count > 100_000 ? max(pieceSize, 1021) : pieceSize
        for (algorithm, expected) in [(DigestAlgorithm.sha256, vector.sha256), (.sha512, vector.sha512)] {
            var hasher = ContentHasher(algorithm: algorithm)
            vector.message.withUnsafeBytes { message in
                var start = 0
                while start < message.count {
                    let end = min(start + pieceSize, message.count)
                    hasher.update(UnsafeRawBufferPointer(rebasing: message[start..<end]))
                    start = end
                }
            }
            #expect(hasher.digest().hex == expected)
            #expect(hasher.digest().algorithm == algorithm)
            #expect(Digest(hashing: vector.message, with: algorithm).hex == expected)
        }
    }

    @Test(arguments: DigestAlgorithm.allCases) func goesOnAfterADigest(_ algorithm: DigestAlgorithm) {
        var hasher = ContentHasher(algorithm: algorithm)
        func feed(_ text: String, _ hasher: inout ContentHasher) {
            Array(text.utf8).withUnsafeBytes { hasher.update($0) }
        }
        feed("ab", &hasher)
        #expect(hasher.digest() == Digest(hashing: Array("ab".utf8), with: algorithm))
        var other = hasher
        feed("c", &hasher)
        feed("d", &other)
        #expect(hasher.digest() == Digest(hashing: Array("abc".utf8), with: algorithm))
        #expect(other.digest() == Digest(hashing: Array("abd".utf8), with: algorithm))
    }
}
