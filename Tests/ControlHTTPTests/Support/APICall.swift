import ContentHashing
import FoundationEssentials
import HTTPServing
import OCIModel
import StageModel
import StowageTestSupport

/// A request to the API, and the status that it has to get.
struct APICall: CustomStringConvertible {
    /// As ``APIDescription`` names it: `GET /stages`.
    let operation: String
    let status: Int
    var query: [String: String] = [:]
    var body: [UInt8]?
    /// Whether the document's schemas, which don't say everything, rule the body out.
    var breaksSchema = false

    var description: String { "\(operation) \(query) \(String(decoding: (body ?? []).prefix(300), as: UTF8.self))" }

    func send(to probe: RegistryProbe) async throws -> ProbeResponse {
        let parts = operation.split(separator: " ")
        let items = query.sorted { $0.key < $1.key }.map { "\($0.key)=\(PercentCoding.encode($0.value))" }
        let target = "/api/v1\(parts[1])" + (items.isEmpty ? "" : "?\(items.joined(separator: "&"))")
        return try await probe.send(String(parts[0]), target, body: body)
    }

    private static func encoded(_ document: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        return [UInt8](try encoder.encode(document))
    }

    static func get(_ path: String, _ status: Int, _ query: [String: String] = [:]) -> APICall {
        APICall(operation: "GET \(path)", status: status, query: query)
    }

    static func post(_ path: String, _ status: Int, _ document: some Encodable) throws -> APICall {
        APICall(operation: "POST \(path)", status: status, body: try encoded(document))
    }

    /// What no operation takes: bodies that are broken, incomplete, or too large.
    static func broken(_ path: String, _ good: some Encodable) throws -> [APICall] {
        let good = try encoded(good)
        var bodies: [([UInt8], Int)] = [
            ([], 400), (Array("{}".utf8), 400), (Array("[]".utf8), 400), (Array(good.dropLast()), 400),
            (good + [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20), 413),
        ]
        let text = String(decoding: good, as: UTF8.self)
        for name in ["app/stages", "team/web"] where text.contains(name) { bodies.append((Array(text.replacing(name, with: "App!").utf8), 400)) }
        return bodies.map { body, status in
            APICall(operation: "POST \(path)", status: status, body: body, breaksSchema: status == 400)
        }
    }

    /// Prepares the server, and returns calls in the order in which they work.
    static func all(on farm: StageFarm) async throws -> [APICall] {
        let repository = farm.repository
        let signature = try Signature.test(1)
        let digest = try await farm.probe.pushImage(
            "stage", to: repository, annotations: [(FactNames.stageName, "install"), (FactNames.commits, String(repeating: "a", count: 40))])
        try await farm.probe.pushImage("image", to: repository, as: "v1")
        try await farm.probe.pushImage("image", to: repository, as: "v2")
        return try await stages(repository, signature, digest) + images(repository, digest) + leases(farm, signature) + cleanups(farm)
            + others(repository)
    }

    private static func stages(_ repository: String, _ signature: Signature, _ digest: Digest) throws -> [APICall] {
        let good = PublishStageRequest(repository: repository, signature: signature, digest: digest.description, generation: 0)
        var other = good
        other.digest = Digest(hashing: [1]).description
        other.signature = try Signature.test(2)
        var fenced = other
        (fenced.digest, fenced.lease, fenced.token) = (good.digest, "build", 77)
        var half = good
        half.lease = "build"
        let lookup = try LookupRequest(repository: .init(repository), signatures: [signature, .test(2)])
        let calls = [
            try post("/stages/publish", 201, good), try post("/stages/publish", 409, good), try post("/stages/publish", 409, fenced),
            try post("/stages/publish", 404, other), try post("/stages/publish", 400, half), try post("/stages/lookup", 200, lookup),
            get("/stages", 200, ["repository": repository]), get("/stages", 200, ["repository": repository, "order": "tag", "n": "0"]),
            get("/stages", 200, ["repository": repository, "stage": "install", "n": "1", "unknown": "x"]),
            get("/stages", 400), get("/stages", 400, ["repository": "App"]), get("/stages", 400, ["repository": repository, "order": "x"]),
            get("/stages", 400, ["repository": repository, "n": "-1"]), get("/stages", 400, ["repository": repository, "after": "x"]),
            get("/stages", 404, ["repository": "nowhere"]),
        ]
        return calls + (try broken("/stages/publish", good)) + (try broken("/stages/lookup", lookup))
    }

    private static func images(_ repository: String, _ digest: Digest) throws -> [APICall] {
        let good = PublishImageRequest(
            sourceRepository: repository, source: "v1", repository: "app", tag: "main", strategy: .gitBranch, imageName: "backend",
            gitReference: "main")
        var unknown = good
        unknown.source = Digest(hashing: [1]).description
        var record = good
        record.tag = "managed-image-x"
        let calls = [
            try post("/images/publish", 201, good), try post("/images/publish", 404, unknown), try post("/images/publish", 400, record),
            get("/images", 200, ["repository": "app"]), get("/images", 200, ["repository": repository, "n": "1"]),
            get("/images", 200, ["repository": repository, "after": "v1"]), get("/images", 400), get("/images", 404, ["repository": "nowhere"]),
            get("/images/inspect", 200, ["repository": "app", "tag": "main"]), get("/images/inspect", 400, ["repository": "app"]),
            get("/images/inspect", 400, ["tag": "main"]), get("/images/inspect", 400, ["repository": "app", "tag": "-"]),
            get("/images/inspect", 404, ["repository": "app", "tag": "other"]),
        ]
        return calls + (try broken("/images/publish", good))
    }

    private static func leases(_ farm: StageFarm, _ signature: Signature) throws -> [APICall] {
        let (good, reference) = (try farm.request("a"), try farm.reference("a"))
        var strange = good
        strange.generation = 1
        let calls = [
            try post("/leases/acquire", 200, good), try post("/leases/acquire", 200, farm.request("b")),
            try post("/leases/acquire", 200, farm.request("c", signature: signature, generation: 0)),
            try post("/leases/acquire", 200, farm.request("d", name: "read", mode: .shared, signature: signature)),
            try post("/leases/acquire", 400, strange), get("/leases", 200, ["repository": farm.repository]),
            get("/leases", 200, ["repository": farm.repository, "n": "1", "after": "a"]), get("/leases", 200, ["repository": "nowhere"]),
            get("/leases", 400), try post("/leases/renew", 200, reference), try post("/leases/renew", 409, farm.reference("z")),
            try post("/leases/release", 204, reference), try post("/leases/release", 409, reference),
        ]
        return try calls + broken("/leases/acquire", good) + broken("/leases/renew", reference) + broken("/leases/release", reference)
    }

    private static func others(_ repository: String) -> [APICall] {
        [
            get("/statistics", 200), get("/statistics", 200, ["repository": repository, "hours": "1"]), get("/statistics", 400, ["hours": "0"]),
            get("/openapi.json", 200),
        ]
    }
}
