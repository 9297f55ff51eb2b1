import StowageTestSupport
import Testing

/// The protocol as its description has it, request by request.
@Suite struct WerfConversationTests {
    @Test func isAnsweredByteForByte() async throws {
        try await WerfWorld.with { world async throws in
            for (index, conversation) in (WerfConversation.service + WerfConversation.locker + WerfConversation.cache).enumerated() {
                // Clients of their own are what a server of its own would be.
                try await world.hold(conversation, clientsWith: "-\(index)")
            }
        }
    }

    @Test(arguments: ["/werf", "/werf/"]) func peopleAreToldWhatIsHere(path: String) async throws {
        try await WerfWorld.with { world async throws in
            let response = try await world.probe.send("GET", path)
            #expect(response.status == 200)
            #expect(response["content-type"] == "text/html; charset=utf-8")
            #expect(response.text.hasPrefix("<!doctype html>") && response.text.contains("--synchronization"))
        }
    }

    @Test func anotherPathIsNotOurs() async throws {
        try await WerfWorld.with { world async throws in
            let response = try await world.probe.send("POST", "/werfer/health", body: Array("{}".utf8))
            #expect(response.status == 404)
            #expect(response["content-type"] == "application/json")
        }
    }

    @Test func aBodyIsBounded() async throws {
        try await WerfWorld.with { world async throws in
            let body = #"{"lockName":"n","more":""# + String(repeating: "x", count: 1 << 20) + #""}"#
            #expect(try await world.post("/c/locker/acquire", body).status == 413)
            #expect(try await world.post("/c/stages-storage-cache/get-all-stages", body).status == 413)
        }
    }

    /// Metrics name a route, and nothing that a client chose.
    @Test func metricsNameTheRoute() async throws {
        try await WerfWorld.with { world async throws in
            _ = try await world.post("/chosen-client/locker/acquire", #"{"lockName":"chosen-lock"}"#)
            _ = try await world.post("/chosen-client/chosen-path", "{}")
            let metrics = try await world.probe.send("GET", "/metrics").text
            #expect(metrics.contains("/werf/<client>/locker/acquire"))
            #expect(metrics.contains("/werf/<other>"))
            #expect(!metrics.contains("chosen"))
        }
    }
}
