import FoundationEssentials
import Testing

@testable import Retention

@Suite("Policies as the API sends them")
struct PolicyCodingTests {
    private static func full() -> PolicyLayer {
        var layer = PolicyLayer()
        layer.gitTag = StrategyPolicy(limit: 10, expiryDays: 30, deleteGone: true)
        layer.gitCommit = StrategyPolicy(limit: 50)
        layer.stagesSignature = StrategyPolicy(expiryDays: -1)
        layer.gitBranch = StrategyPolicy(deleteGone: false)
        layer.custom = [CustomPolicy(tags: "pr-.*", limit: 3)]
        layer.keepPolicies = [KeepPolicy(kind: .branch, pattern: "/a/", references: .init(last: 2, within: 60, operator: .or))]
        layer.disablesKeepPolicies = false
        layer.disablesWorkloads = true
        layer.disablesCleanup = false
        layer.keepPatterns = ["v.*"]
        layer.keepList = ["stable"]
        layer.keepBuiltWithin = 1
        layer.keepUsedWithin = 2
        layer.stagesKeepUnneededFor = 3
        layer.untaggedKeepFor = 4
        layer.budget = 1 << 40
        layer.undoWindow = 0
        layer.largestShare = 0.25
        layer.classification = [ClassificationPattern(tags: "v.*", strategy: .gitTag)]
        return layer
    }

    @Test func `Every field comes back, and what isn't said isn't sent`() throws {
        for layer in [Self.full(), PolicyLayer()] {
            #expect(try JSONDecoder().decode(PolicyLayer.self, from: JSONEncoder().encode(layer)) == layer)
        }
        #expect(String(decoding: try JSONEncoder().encode(PolicyLayer()), as: UTF8.self) == "{}")
    }

    @Test func `No field of the value is left out`() throws {
        let fields = Set(Mirror(reflecting: PolicyLayer()).children.compactMap(\.label))
        #expect(fields == Set(PolicyLayer.CodingKeys.allCases.map(\.rawValue)))
        let sent = try JSONDecoder().decode([String: AnyValue].self, from: JSONEncoder().encode(Self.full()))
        #expect(Set(sent.keys) == fields)
    }

    private struct AnyValue: Decodable {
        init(from decoder: any Decoder) throws {}
    }

    @Test(arguments: [#"{"keepForever":true}"#, #"{"gitTag":{"limit":1,"keepLatest":true}}"#])
    func `A policy that isn't known is refused: it may be one that keeps`(text: String) {
        let error = #expect(throws: DecodingError.self) { try JSONDecoder().decode(PolicyLayer.self, from: Data(text.utf8)) }
        #expect(error.map { "\($0)".contains("is not known here") } == true)
    }
}
