import StageModel
import Testing

@Suite("MurmurHash3")
struct MurmurHash3Tests {
    /// Widely published values of the 32-bit form.
    @Test(
        arguments: [
            ("", 0, 0), ("", 1, 0x514e_28b7), ("", 0xffff_ffff, 0x81f1_6f39), ("\0\0\0\0", 0, 0x2362_f9de), ("aaaa", 0x9747_b28c, 0x5a97_808a),
            ("aaa", 0x9747_b28c, 0x283e_0130), ("aa", 0x9747_b28c, 0x5d21_1726), ("a", 0x9747_b28c, 0x7fa0_9ea6), ("abcd", 0x9747_b28c, 0xf047_8627),
            ("abc", 0x9747_b28c, 0xc84a_62dd), ("ab", 0x9747_b28c, 0x7487_5592), ("Hello, world!", 0x9747_b28c, 0x2488_4cba),
            ("The quick brown fox jumps over the lazy dog", 0x9747_b28c, 0x2fa8_26cd), ("test", 0, 0xba6b_d213), ("Hello, world!", 0, 0xc036_3e43),
            ("The quick brown fox jumps over the lazy dog", 0, 0x2e4f_f723),
        ] as [(String, UInt32, UInt32)])
    func `Published values`(text: String, seed: UInt32, value: UInt32) {
        #expect(MurmurHash3(text.utf8, seed: seed).value == value)
    }

    @Test func `Bytes above 127 are bytes`() {
        #expect(MurmurHash3([0xff, 0xff, 0xff, 0xff]).value == 0x7629_3b50)
        #expect(MurmurHash3([0x21, 0x43, 0x65, 0x87]).value == 0xf55b_516b)
        #expect(MurmurHash3([0x21, 0x43, 0x65]).value == 0x7e4a_8634)
    }
}
