import ContentHashing
import StowageTestSupport
import Testing

/// The cache against a stages repository that is here, known by its `client-id` tag.
@Suite struct WerfCacheTruthTests {
    private static let client = "5a0ad8b7-3b9d-4c4e-8b9c-0f6a3f9b1c2d"
    private static let one = String(repeating: "1a", count: 28)
    private static let two = String(repeating: "2b", count: 28)

    private struct Repository {
        let world: WerfWorld
        let name: String

        /// Pushes a manifest of its own under the tag.
        func push(_ tag: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
            let image = ManifestBuilder.image(layers: [tag])
            for blob in ["{}", tag] { _ = try await world.probe.postBlob(Array(blob.utf8), to: name) }
            let response = try await world.probe.pushManifest(
                image.bytes, type: "application/vnd.oci.image.manifest.v1+json", to: name, as: tag)
            #expect(response.status == 201, "\(response)", sourceLocation: sourceLocation)
        }

        func delete(_ tag: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
            #expect(try await world.probe.deleteManifest(tag, from: name).status == 202, sourceLocation: sourceLocation)
        }
    }

    /// Stores what the client saw: of one signature two stages, of the other one.
    private static func store(in world: WerfWorld, as client: String = client) async throws {
        for body in [
            #"{"projectName":"p","signature":"\#(one)","stages":[{"signature":"\#(one)","uniqueID":1700000000001},{"signature":"\#(one)","uniqueID":1700000000002}]}"#,
            #"{"projectName":"p","signature":"\#(two)","stages":[{"signature":"\#(two)","uniqueID":1700000000003}]}"#,
        ] {
            #expect(try await world.post("/\(client)/stages-storage-cache/store-stages-by-signature", body).text == #"{"err":""}"# + "\n")
        }
    }

    /// The unique ids of an answer, or what else it says.
    private static func answer(_ call: String, in world: WerfWorld, as client: String = client) async throws -> [String] {
        let response = try await world.post(
            "/\(client)/stages-storage-cache/\(call)", #"{"projectName":"p","signature":"\#(one)","digest":"\#(one)"}"#)
        #expect(response.status == 200)
        let text = response.text
        if text == #"{"err":"","found":true,"stages":null}"# + "\n" { return ["found none"] }
        if text == #"{"err":"","found":false,"stages":null}"# + "\n" { return ["not found"] }
        return text.split(separator: #""uniqueID":"#).dropFirst().map { String($0.prefix { $0.isNumber }.suffix(1)) }
    }

    @Test func aStageThatIsGoneIsNotNamed() async throws {
        try await WerfWorld.with { world async throws in
            let repository = Repository(world: world, name: "team/app/stages")
            try await repository.push("client-id-\(Self.client)-3400000000000")
            for tag in ["\(Self.one)-1700000000001", "\(Self.one)-1700000000002", "\(Self.two)-1700000000003"] { try await repository.push(tag) }
            try await Self.store(in: world)
            #expect(try await Self.answer("get-stages-by-signature", in: world) == ["1", "2"])
            #expect(try await Self.answer("v1/get-all-stages", in: world) == ["1", "2", "3"])

            try await repository.delete("\(Self.one)-1700000000001")
            #expect(try await Self.answer("get-stages-by-signature", in: world) == ["2"])
            #expect(try await Self.answer("v1/get-stages-by-digest", in: world) == ["2"])
            #expect(try await Self.answer("get-all-stages", in: world) == ["2", "3"])

            // As werf hides a stage whose blobs are broken.
            try await repository.push("\(Self.one)-1700000000002-rejected")
            #expect(try await Self.answer("get-stages-by-signature", in: world) == ["found none"])
            #expect(try await Self.answer("v1/get-all-stages", in: world) == ["3"])

            // What was stored stays, so a stage that comes back is named again.
            try await repository.delete("\(Self.one)-1700000000002-rejected")
            try await repository.push("\(Self.one)-1700000000001")
            #expect(try await Self.answer("get-stages-by-signature", in: world) == ["1", "2"])
        }
    }

    @Test func aStageThatNeverWasHereIsNotNamed() async throws {
        try await WerfWorld.with { world async throws in
            let repository = Repository(world: world, name: "stages")
            try await repository.push("client-id-\(Self.client)-1700000000000")
            try await Self.store(in: world)
            #expect(try await Self.answer("get-stages-by-signature", in: world) == ["found none"])
            #expect(try await Self.answer("get-all-stages", in: world) == ["found none"])
            // Names that no stage can have.
            for (signature, id) in [("short", 1_700_000_000_001), (Self.one, 1), (Self.one, -1), (Self.one.uppercased(), 1_700_000_000_001)] {
                let body = #"{"projectName":"odd","signature":"s","stages":[{"signature":"\#(signature)","uniqueID":\#(id)}]}"#
                #expect(try await world.post("/\(Self.client)/stages-storage-cache/store-stages-by-signature", body).text == #"{"err":""}"# + "\n")
                let all = try await world.post("/\(Self.client)/stages-storage-cache/get-all-stages", #"{"projectName":"odd"}"#)
                #expect(all.text == #"{"err":"","found":true,"stages":null}"# + "\n")
            }
        }
    }

    /// An image of several platforms lies under the bare signature.
    @Test func aMultiplatformStageIsNamedByItsBareSignature() async throws {
        try await WerfWorld.with { world async throws in
            let repository = Repository(world: world, name: "stages")
            try await repository.push("client-id-\(Self.client)-1700000000000")
            let body =
                #"{"projectName":"p","digest":"\#(Self.one)","stages":[{"digest":"\#(Self.one)","uniqueID":0,"isMultiplatform":true}]}"#
            #expect(try await world.post("/\(Self.client)/stages-storage-cache/v1/store-stages-by-digest", body).text == #"{"err":""}"# + "\n")
            #expect(try await Self.answer("v1/get-stages-by-digest", in: world) == ["found none"])
            try await repository.push(Self.one)
            #expect(try await Self.answer("v1/get-stages-by-digest", in: world) == ["0"])
        }
    }

    /// The stages lie in another registry: nothing here can tell.
    @Test func withoutTheRepositoryTheAnswerIsWhatWasStored() async throws {
        try await WerfWorld.with { world async throws in
            let repository = Repository(world: world, name: "stages")
            // Of somebody else, and of one whose id only begins like it.
            try await repository.push("client-id-other-1700000000000")
            try await repository.push("client-id-\(Self.client)-more-1700000000000")
            try await Self.store(in: world)
            #expect(try await Self.answer("get-stages-by-signature", in: world) == ["1", "2"])
            try await repository.push("client-id-\(Self.client)-1700000000000")
            #expect(try await Self.answer("get-stages-by-signature", in: world) == ["found none"])
            try await repository.delete("client-id-\(Self.client)-1700000000000")
            #expect(try await Self.answer("get-stages-by-signature", in: world) == ["1", "2"])
        }
    }

    /// A list that nobody stored isn't made up from the repository: the client looks there itself.
    @Test func whatWasNeverStoredIsNotFound() async throws {
        try await WerfWorld.with { world async throws in
            let repository = Repository(world: world, name: "stages")
            try await repository.push("client-id-\(Self.client)-1700000000000")
            try await repository.push("\(Self.one)-1700000000001")
            #expect(try await Self.answer("get-stages-by-signature", in: world) == ["not found"])
            #expect(try await Self.answer("get-all-stages", in: world) == ["not found"])
        }
    }
}
