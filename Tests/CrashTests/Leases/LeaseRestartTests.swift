import OCIModel
import StageModel
import StowageTestSupport
import Testing

@Suite("Leases over a kill -9 of the server", .timeLimit(.minutes(2)))
struct LeaseRestartTests {
    /// Names of the leases, each held by one runner and waited for by another.
    private static let names = (0..<20).map { "stage-\($0)" }

    @Test("None is lost, none is granted twice, and who waited is still next")
    func killed() async throws {
        try await withLiveServer { server in
            var tokens: [String: Int64] = [:]
            try await RegistryProbe.with(baseURL: server.baseURL) { probe in
                let client = LeaseClient(probe: probe)
                for name in Self.names {
                    let grant = try #require(try await client.acquire(name, try id("holder"), timeToLive: .seconds(4)).lease)
                    tokens[name] = grant.token
                    let waiter = try await client.acquire(name, try id("waiter"), timeToLive: .seconds(4))
                    #expect(waiter.outcome == .waiting)
                }
            }
            await server.kill()
            // Longer than they live: nobody could renew meanwhile.
            try await Task.sleep(for: .seconds(5))
            try await server.start()
            let started = ContinuousClock.now

            try await RegistryProbe.with(baseURL: server.baseURL) { probe in
                let client = LeaseClient(probe: probe)
                for name in Self.names {
                    let rival = try await client.acquire(name, try id("rival"), timeToLive: .seconds(4))
                    #expect(rival.outcome == .waiting, "\(name) was granted while it was held")
                    #expect(rival.position == 1, "\(name) forgot who waits")
                    let renewed = try await client.renew(name, try id("holder"))
                    #expect(renewed?.token == tokens[name], "\(name) was lost")
                }
                #expect(ContinuousClock.now - started < .seconds(4), "the machine is too slow for this test to show anything")
                for name in Self.names {
                    let isReleased = try await client.release(name, try id("holder"))
                    #expect(isReleased)
                    let again = try await client.acquire(name, try id("rival"), timeToLive: .seconds(4))
                    #expect(again.outcome == .waiting)
                    let next = try #require(try await client.acquire(name, try id("waiter"), timeToLive: .seconds(4)).lease)
                    #expect(next.token > tokens[name] ?? .max, "a fencing token was given twice")
                }
            }
        }
    }

    @Test("One that nobody renews after the restart is free after its full time, not before")
    func fullTime() async throws {
        try await withLiveServer { server in
            try await RegistryProbe.with(baseURL: server.baseURL) { probe in
                let dead = try await LeaseClient(probe: probe).acquire("stage", try id("dead"), timeToLive: .seconds(3))
                #expect(dead.outcome == .granted)
            }
            await server.kill()
            try await Task.sleep(for: .seconds(3))
            try await server.start()
            let started = ContinuousClock.now
            try await RegistryProbe.with(baseURL: server.baseURL) { probe in
                let client = LeaseClient(probe: probe)
                let next = try await client.acquire("stage", try id("next"), timeToLive: .seconds(3), wait: .seconds(30))
                let waited = ContinuousClock.now - started
                #expect(next.outcome == .granted)
                #expect(waited > .seconds(2), "granted \(waited) after the start")
                #expect(waited < .seconds(8), "granted \(waited) after the start")
                let renewed = try await client.renew("stage", try id("dead"))
                #expect(renewed == nil)
            }
        }
    }

    private func id(_ text: String) throws -> LeaseID { try #require(LeaseID(text)) }
}
