import ContentHashing
import Testing

@testable import RegistryClient

@Suite("What an upload sends next")
struct UploadStepTests {
    static let digest = Digest(hashing: [])
    static let mega: Int64 = 1 << 20

    @Test(
        arguments: [
            (0, 100, true, true, UploadStep.finish(0..<100, digest)), (0, 0, true, true, .finish(0..<0, digest)),
            (0, 5 * mega, true, true, .chunk(0..<5 * mega)), (4 * mega, 5 * mega, true, false, .finish(4 * mega..<5 * mega, digest)),
            (5 * mega, 5 * mega, true, true, .finish(5 * mega..<5 * mega, digest)), (0, 10, false, true, .stream(from: 0)),
            (5, 10, false, false, .chunk(5..<10)), (11, 10, true, true, .startAnew), (11, 10, false, false, .startAnew),
        ] as [(Int64, Int64, Bool, Bool, UploadStep)])
    func `It follows from where both stand`(offset: Int64, size: Int64, isComplete: Bool, isInOrder: Bool, step: UploadStep) {
        let growth = BlobGrowth(size: size, digest: isComplete ? Self.digest : nil)
        #expect(UploadStep(offset: offset, growth: growth, isInOrder: isInOrder) == step)
    }
}
