import ContentHashing
import Foundation
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@Suite struct LookupTests {
    private static let start: Int64 = 1_700_000_000_000

    @Test func aThousandSignaturesInOneRequest() async throws {
        try await StageFarm.with { farm in
            let signatures = try (0..<1000).map { try Signature.test($0) }
            for index in stride(from: 0, to: 1000, by: 100) { try await farm.push(signatures[index], id: Self.start + Int64(index)) }
            for _ in 0..<2 {
                let states = try await farm.probe.lookup(signatures, in: farm.repository)
                #expect(states.map(\.signature) == signatures)
                for (index, state) in states.enumerated() {
                    #expect(state.candidates.map(\.uniqueID) == (index % 100 == 0 ? [Self.start + Int64(index)] : []))
                    #expect((state.generation > 0) == (index % 100 == 0))
                }
            }
        }
    }

    @Test func candidatesAscendAndCarryTheirFacts() async throws {
        try await StageFarm.with { farm in
            let signature = try Signature.test(1)
            let commit = String(repeating: "a", count: 40)
            for id in [3, 1, 2] as [Int64] { try await farm.push(signature, id: Self.start + id, content: "\(id)") }
            let digest = try await farm.probe.pushImage(
                "bare", to: farm.repository, as: signature.value,
                annotations: [
                    (FactNames.stageName, "install"), (FactNames.commits, commit), (FactNames.gitReference, "main"),
                    (FactNames.buildMilliseconds, "1500"),
                ])
            let state = try await farm.state(of: signature)
            #expect(state.candidates.map(\.uniqueID) == [0, Self.start + 1, Self.start + 2, Self.start + 3])
            let bare = try #require(state.candidates.first)
            #expect(bare.tag == signature.value && bare.digest == digest.description && bare.size == 6)
            #expect(bare.stageName == "install" && bare.commits.map(\.value) == [commit] && bare.gitReference == "main" && bare.buildTime == 1500)
            #expect(abs(bare.publishedAt - Int64(Date().timeIntervalSince1970 * 1000)) < 60_000)
        }
    }

    /// Each change is in the answer that follows it, also where the one before was answered from memory.
    @Test func theGenerationMovesWithEveryChange() async throws {
        try await StageFarm.with { farm in
            let (signature, other) = (try Signature.test(1), try Signature.test(2))
            let first = StageTag(signature: signature, uniqueID: Self.start).text
            var generation = try await farm.state(of: signature).generation
            #expect(generation == 0)
            func expectMoved(_ tags: [String]) async throws {
                let state = try await farm.state(of: signature)
                #expect(state.generation > generation)
                #expect(state.candidates.map(\.tag) == tags)
                generation = state.generation
            }

            let digest = try await farm.push(signature, id: Self.start)
            try await expectMoved([first])
            let published = try await farm.publish(signature, digest, generation: generation)
            let second = try #require(published.stage).tag
            try await expectMoved([first, second])
            #expect(generation == published.state.generation)
            try await farm.push(signature, id: Self.start, content: "other")
            try await expectMoved([first, second])
            try await farm.probe.pushImage("rejection", to: farm.repository, as: "\(first)-rejected")
            try await expectMoved([second])
            #expect(try await farm.probe.deleteManifest("\(first)-rejected", from: farm.repository).status == 202)
            try await expectMoved([first, second])
            #expect(try await farm.probe.deleteManifest(second, from: farm.repository).status == 202)
            try await expectMoved([first])
            let replaced = try #require(try await farm.state(of: signature).candidates.first).digest
            #expect(try await farm.probe.deleteManifest(replaced, from: farm.repository).status == 202)
            try await expectMoved([])
            try await farm.push(other, id: Self.start)
            #expect(try await farm.state(of: signature).generation == generation)
        }
    }

    @Test func unknownRepositoriesHaveNothing() async throws {
        try await StageFarm.with { farm in
            let states = try await farm.probe.lookup([try .test(1), try .test(1)], in: "nowhere")
            #expect(states.map(\.generation) == [0, 0] && states.allSatisfy { $0.candidates.isEmpty })
            #expect(try await farm.probe.lookup([], in: "nowhere").isEmpty)
        }
    }

    @Test func refusalsAreErrorDocuments() async throws {
        try await StageFarm.with { farm in
            let signature = try Signature.test(1).value
            for (body, status, code) in [
                (#"{"repository":"app","signatures":["x"]}"#, 400, "REQUEST_INVALID"),
                (#"{"repository":"App","signatures":["\#(signature)"]}"#, 400, "NAME_INVALID"),
                (#"{"repository":"app"}"#, 400, "REQUEST_INVALID"), ("", 400, "REQUEST_INVALID"), ("<", 400, "REQUEST_INVALID"),
                (String(repeating: " ", count: 1 << 20) + "{}", 413, "REQUEST_INVALID"),
                (
                    #"{"repository":"app","signatures":[\#(Array(repeating: "\"\(signature)\"", count: 1001).joined(separator: ","))]}"#, 400,
                    "REQUEST_INVALID"
                ),
            ] {
                let response = try await farm.probe.send("POST", "/api/v1/stages/lookup", body: Array(body.utf8))
                #expect(response.status == status && response.errorCodes == [code], "\(body.prefix(60))")
            }
        }
    }

    @Test func listsInPages() async throws {
        try await StageFarm.with { farm in
            let signatures = try (0..<5).map { try Signature.test($0) }.sorted()
            for (index, signature) in signatures.enumerated() { try await farm.push(signature, id: Self.start + Int64(index)) }
            try await farm.probe.pushImage("image", to: farm.repository, as: "v1")
            try await farm.probe.pushImage("image", to: farm.repository, as: "v2")
            for order in ["tag", "newest"] {
                var (found, after) = ([] as [Signature], "")
                for _ in 0..<5 {
                    let page: StageListing = try await farm.probe.get("stages?repository=\(farm.repository)&order=\(order)&n=2&extra=1\(after)")
                    #expect(page.stages.count <= 2)
                    found += page.stages.map(\.signature)
                    guard let next = page.next else { break }
                    after = "&after=\(next)"
                }
                #expect(order == "tag" ? found == signatures : Set(found) == Set(signatures) && found.count == 5)
            }
            let first: ImageListing = try await farm.probe.get("images?repository=\(farm.repository)&n=1")
            #expect(first.images.map(\.tag) == ["v1"] && first.next == "v1")
            let second: ImageListing = try await farm.probe.get("images?repository=\(farm.repository)&n=1&after=v1")
            #expect(second.images.map(\.tag) == ["v2"] && second.next == nil)
        }
    }
}
