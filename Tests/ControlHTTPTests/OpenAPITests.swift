import ContentHashing
import ControlHTTP
import HTTPTypes
import OCIModel
import StageModel
import StowageServer
import StowageTestSupport
import Testing

/// The document and the server say the same.
@Suite struct OpenAPITests {
    @Test func describesEveryEndpointAndNoOther() async throws {
        try await StageFarm.with { farm in
            let description = try await APIDescription(farm.probe)
            let served = APIEndpoint.allCases.flatMap { endpoint in
                endpoint.methods.filter { $0 != .head }.map { "\($0) /\(endpoint.rawValue)" }
            }
            #expect(description.operations == served.sorted())
            #expect(description.document["servers"] == .list([.object(["url": .text("/api/v1")])]))
            #expect(description.document["openapi"] == .text("3.1.0"))
            for operation in description.operations {
                let hasBody = operation.hasPrefix("POST")
                #expect((try description.operation(operation)["requestBody"] != nil) == hasBody)
                // What only a failing server answers, and what a test with a refusing authorizer shows.
                #expect(try description.statuses(of: operation).isSuperset(of: [401, 403, 500, 503] + (hasBody ? [408, 413] : [])))
            }
        }
    }

    @Test func everyReferenceLeadsSomewhereAndEverythingIsReferred() async throws {
        try await StageFarm.with { farm in
            let description = try await APIDescription(farm.probe)
            var references: Set<String> = []
            func collect(_ value: JSON) throws {
                if let reference = value["$ref"]?.text {
                    references.insert(reference)
                    _ = try SchemaChecker(document: description.document).resolve(reference)
                }
                for member in value.members.values { try collect(member) }
                for item in value.items { try collect(item) }
            }
            try collect(description.document)
            let components = (description.document["components"]?.members ?? [:]).flatMap { kind, members in
                members.members.keys.map { "#/components/\(kind)/\($0)" }
            }
            #expect(references == Set(components))
        }
    }

    @Test func otherMethodsAndPathsAreRefused() async throws {
        try await StageFarm.with { farm in
            for endpoint in APIEndpoint.allCases {
                for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] where !endpoint.methods.map(\.rawValue).contains(method) {
                    let response = try await farm.probe.send(method, endpoint.path)
                    #expect(response.status == 405, "\(method) \(endpoint)")
                    #expect(response["allow"] == endpoint.methods.map(\.rawValue).joined(separator: ", "))
                    #expect(method == "HEAD" ? response.body.isEmpty : response.errorCodes == ["UNSUPPORTED"])
                }
            }
            for path in ["/api/v1", "/api/v1/", "/api/v1/stage", "/api/v1/stages/", "/api/v1/stages/lookup/x", "/api/v1//stages", "/api/v1/%73tages"]
            {
                let response = try await farm.probe.send("GET", path)
                #expect(response.status == 404 && response.errorCodes == ["NAME_UNKNOWN"], "\(path)")
            }
        }
    }

    @Test func getAndHeadAreTheSame() async throws {
        try await StageFarm.with { farm in
            try await farm.probe.pushImage("image", to: farm.repository, as: "v1")
            for endpoint in APIEndpoint.allCases where endpoint.methods.contains(.get) {
                for query in ["", "?repository=\(farm.repository)&tag=v1", "?repository=none&tag=v1"] {
                    let get = try await farm.probe.send("GET", endpoint.path + query)
                    let head = try await farm.probe.send("HEAD", endpoint.path + query)
                    #expect(head.status == get.status && head.body.isEmpty, "\(endpoint)\(query)")
                    for name in ["content-type", "content-length"] { #expect(head[name] == get[name], "\(endpoint)\(query)") }
                }
            }
        }
    }

    /// Drives each operation through every status that a client can bring about, and holds requests and answers to the document.
    @Test func requestsAndAnswersAreAsDescribed() async throws {
        try await StageFarm.with { farm in
            let description = try await APIDescription(farm.probe)
            var seen: [String: Set<Int>] = [:]
            for call in try await APICall.all(on: farm) {
                let response = try await call.send(to: farm.probe)
                #expect(response.status == call.status, "\(call): \(response)")
                #expect(try description.violations(of: response, to: call.operation) == [], "\(call)")
                #expect(response["x-request-id"] != nil)
                seen[call.operation, default: []].insert(response.status)
                if let body = call.body {
                    let violations = try description.violations(ofRequest: body, to: call.operation)
                    #expect(violations.isEmpty != call.breaksSchema, "\(call): \(violations)")
                } else {
                    let parameters = try description.parameters(of: call.operation)
                    #expect(call.query.keys.allSatisfy { parameters[$0] != nil || $0 == "unknown" }, "\(call)")
                    if response.status == 200 { #expect(parameters.allSatisfy { !$0.value || call.query[$0.key] != nil }, "\(call)") }
                }
            }
            #expect(Set(seen.keys) == Set(description.operations))
            for operation in description.operations {
                // What it takes a broken server, a refusing authorizer or a full disk to see.
                let reachable = try description.statuses(of: operation).subtracting([401, 403, 408, 500, 503, 507])
                #expect(seen[operation] == reachable, "\(operation)")
            }
        }
    }

    @Test func aBodyThatStopsIsRefused() async throws {
        try await StageFarm.with(configure: { $0.http.bodyTimeout = .milliseconds(300) }) { farm in
            let description = try await APIDescription(farm.probe)
            let connection = try await RawConnection.open(port: farm.server.port)
            try await connection.send("POST /api/v1/stages/lookup HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{")
            let response = try await connection.readResponse()
            #expect(response.status == 408)
            let probed = ProbeResponse(status: response.status, headers: response.headers, body: response.body)
            #expect(try description.violations(of: probed, to: "POST /stages/lookup") == [])
            connection.close()
        }
    }
}
