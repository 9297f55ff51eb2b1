import FoundationEssentials
import StageModel
import StowageTestSupport
import Testing

@testable import StageCache

/// Hand-written JSON says what the values' own would say.
@Suite struct StateWriterTests {
    @Test func writesWhatTheValuesMean() throws {
        let commit = try #require(CommitID(String(repeating: "a", count: 40)))
        let full = StageCandidate(
            tag: "tag", uniqueID: 1_700_000_000_000, digest: "sha256:x", size: 7, publishedAt: -1, commits: [commit, commit], stageName: "install",
            imageName: "app", parent: "p", gitReference: "main", buildTime: 0)
        let odd = StageCandidate(
            tag: "\"\\/\u{8}\u{0}\u{1f}\n\u{7f} ü 🚀 \u{2028}", uniqueID: 0, digest: "", size: .max, publishedAt: .min, stageName: "", buildTime: .max)
        for candidates in [[], [full], [odd, full]] {
            let state = SignatureState(signature: try .test(1), generation: 42, candidates: candidates)
            var writer = StateWriter()
            writer.write(state)
            #expect(try JSONDecoder().decode(SignatureState.self, from: Data(writer.bytes)) == state)
            #expect(try Self.keys(writer.bytes) == Self.keys([UInt8](JSONEncoder().encode(state))))
        }
    }

    @Test func knowsWhatAHitSaves() throws {
        let candidate = StageCandidate(tag: "", uniqueID: 1, digest: "", size: 1, publishedAt: 1, buildTime: 5000)
        let fragment = StateFragment(SignatureState(signature: try .test(1), generation: 1, candidates: [candidate, candidate]))
        #expect(fragment.isHit && fragment.buildTime == 5000)
        #expect(StateFragment(SignatureState(signature: try .test(1), generation: 0, candidates: [])).isHit == false)
    }

    private static func keys(_ json: [UInt8]) throws -> [Set<String>] {
        struct Candidate: Decodable {
            let keys: Set<String>
            init(from decoder: any Decoder) throws {
                struct Key: CodingKey {
                    let stringValue: String
                    var intValue: Int? { nil }
                    init?(stringValue: String) { self.stringValue = stringValue }
                    init?(intValue: Int) { nil }
                }
                keys = Set(try decoder.container(keyedBy: Key.self).allKeys.map(\.stringValue))
            }
        }
        struct State: Decodable { let candidates: [Candidate] }
        return try JSONDecoder().decode(State.self, from: Data(json)).candidates.map(\.keys)
    }
}
