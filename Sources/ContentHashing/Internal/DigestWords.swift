/// Room for the longest hash value: eight words, zero where a hash value is shorter.
///
/// Plain words rather than a `SIMD8<UInt64>`: a vector wants its address to be a multiple of 64, and what the compiler
/// (6.3) does for that in the frames of asynchronous functions overruns them (swiftlang/swift#91639).
struct DigestWords: Hashable, Sendable {
    private var word0: UInt64 = 0
    private var word1: UInt64 = 0
    private var word2: UInt64 = 0
    private var word3: UInt64 = 0
    private var word4: UInt64 = 0
    private var word5: UInt64 = 0
    private var word6: UInt64 = 0
    private var word7: UInt64 = 0

    init() {}

    /// - Precondition: `index` is from 0 to 7.
    subscript(index: Int) -> UInt64 {
        get {
            switch index {
            case 0: word0
            case 1: word1
            case 2: word2
            case 3: word3
            case 4: word4
            case 5: word5
            case 6: word6
            case 7: word7
            default: preconditionFailure("a digest has eight words")
            }
        }
        set {
            switch index {
            case 0: word0 = newValue
            case 1: word1 = newValue
            case 2: word2 = newValue
            case 3: word3 = newValue
            case 4: word4 = newValue
            case 5: word5 = newValue
            case 6: word6 = newValue
            case 7: word7 = newValue
            default: preconditionFailure("a digest has eight words")
            }
        }
    }
}
