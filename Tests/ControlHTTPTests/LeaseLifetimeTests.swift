import ContentHashing
import StageModel
import StowageServer
import StowageTestSupport
import Testing

/// Leases and the end of the server.
@Suite struct LeaseLifetimeTests {
    @Test func aRestartKeepsLeases() async throws {
        try await ScratchFolder.with { folder in
            let data = folder.path + "/data"
            let (held, waiting) = try await StageFarm.with(data: data) { farm in
                let held = try await farm.lease("a", timeToLive: 2000)
                _ = try await farm.acquire(farm.request("b"))
                // Nearly over: the restart gives the full time again.
                try await Task.sleep(for: .milliseconds(1200))
                return (held, try await farm.acquire(farm.request("c")))
            }
            #expect(waiting.outcome == .waiting && waiting.position == 1)
            try await StageFarm.with(data: data) { farm in
                let start = ContinuousClock.now
                #expect(try await farm.acquire(farm.request("c")).position == 1)
                let next = try await farm.acquire(farm.request("b", wait: 10_000))
                // Counted anew, from when the server answers.
                #expect(ContinuousClock.now - start > .milliseconds(1400))
                #expect(next.outcome == .granted && (next.lease?.token ?? 0) > held.token)
            }
        }
    }

    @Test func aHolderRenewsAfterARestart() async throws {
        try await ScratchFolder.with { folder in
            let data = folder.path + "/data"
            let held = try await StageFarm.with(data: data) { try await $0.lease("a") }
            try await StageFarm.with(data: data) { farm in
                let renewed: LeaseGrant = try await farm.renew("a").decoded(200, "renewal")
                #expect(renewed.token == held.token)
                let digest = try await farm.probe.pushImage("stage", to: farm.repository)
                #expect(try await farm.publish(.test(1), digest, generation: 0, lease: renewed).outcome == .published)
            }
        }
    }

    @Test func theServerStopsAtOnceWhereClientsWait() async throws {
        let start = ContinuousClock.now
        let polls = try await StageFarm.with { farm in
            _ = try await farm.lease("a")
            let url = farm.probe.baseURL
            let polls = try (0..<4).map { number in
                let request = try farm.request("waiting-\(number)", wait: 55_000)
                return Task {
                    try await RegistryProbe.with(baseURL: url) { try await $0.post("leases/acquire", request) }
                }
            }
            try await farm.untilWaiting(4)
            return polls
        }
        // Without it they would end with the time for the shutdown, 30 seconds, or by themselves.
        #expect(ContinuousClock.now - start < .seconds(25))
        for poll in polls {
            let answer: AcquireLeaseResponse = try await poll.value.decoded(200, "poll")
            #expect(answer.outcome == .waiting)
        }
    }

    @Test func aPollMayWaitLongerThanAnIdleConnection() async throws {
        let limit: (inout ServerSettings) -> Void = {
            $0.http.idleTimeout = .seconds(1)
            $0.http.bodyTimeout = .seconds(1)
        }
        try await StageFarm.with(configure: limit) { farm in
            _ = try await farm.lease("a")
            let start = ContinuousClock.now
            let answer = try await farm.acquire(farm.request("b", wait: 3000))
            #expect(answer.outcome == .waiting)
            #expect(ContinuousClock.now - start >= .seconds(3))
        }
    }
}
