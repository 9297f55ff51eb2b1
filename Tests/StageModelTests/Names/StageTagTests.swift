import OCIModel
import StageModel
import Testing

@Suite struct StageTagTests {
    static let ours = String(repeating: "a1", count: 32)
    static let werfs = String(repeating: "0f", count: 28)

    @Test(arguments: [ours, werfs]) func readsWhatItWrites(_ signature: String) throws {
        for text in [signature, signature + "-1700000000000", signature + "-9999999999999", signature + "-1000000000000"] {
            let stage = try #require(StageTag(text))
            #expect(stage.text == text)
            #expect(stage.signature.value == signature)
            #expect(StageTag.isStage(try TagName(text)))
        }
        #expect(StageTag(signature)?.uniqueID == 0)
        #expect(StageTag(signature + "-1700000000001")?.uniqueID == 1_700_000_000_001)
    }

    @Test(arguments: [
        "latest", ours.uppercased(), ours + "-", ours + "-170000000000", ours + "-17000000000000", ours + "-0700000000000",
        ours + "-170000000000a", ours + "_1700000000000", ours + "-1700000000000-rejected", String(ours.dropLast()), ours + "0",
        String(ours.dropLast()) + "g", String(ours.dropLast()) + "g-1700000000000", werfs + "-+700000000000".replacing("+", with: "_"),
        String(repeating: "é", count: 32),
    ]) func othersAreNone(_ text: String) {
        #expect(StageTag(text) == nil)
        if let tag = try? TagName(text) { #expect(!StageTag.isStage(tag)) }
    }

    @Test func theyAreInTheOrderOfTheirAge() throws {
        let signature = try Signature.of("a")
        let tags = [1_700_000_000_001, 0, 1_700_000_000_000].map { StageTag(signature: signature, uniqueID: $0) }
        #expect(tags.sorted().map(\.uniqueID) == [0, 1_700_000_000_000, 1_700_000_000_001])
        #expect(StageTag(signature: try .of("b"), uniqueID: 0) > tags[0])
    }

    @Test(arguments: [40, 63, 65, 57, 0]) func signaturesHaveTheirLengths(_ length: Int) {
        #expect(Signature(String(repeating: "a", count: length)) == nil)
    }

    @Test func commitsAreHex() {
        #expect(CommitID(String(repeating: "a", count: 40)) != nil)
        #expect(CommitID(String(repeating: "a", count: 64)) != nil)
        #expect(CommitID(String(repeating: "A", count: 40)) == nil)
        #expect(CommitID(String(repeating: "a", count: 39)) == nil)
    }
}
