import Catalog
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import StageCache

@Suite struct WakeUpTests {
    private static let long: Duration = .seconds(20)

    @Test func aCallBeforeTheSleepEndsIt() async throws {
        let wakeUp = WakeUp()
        wakeUp.call()
        wakeUp.call()
        let time = try await ContinuousClock().measure { try await wakeUp.sleep(atMost: Self.long) }
        #expect(time < .seconds(5))
        // One sleep, however many calls.
        let next = try await ContinuousClock().measure { try await wakeUp.sleep(atMost: .milliseconds(20)) }
        #expect(next >= .milliseconds(20))
    }

    @Test func aCallEndsASleep() async throws {
        let wakeUp = WakeUp()
        let start = ContinuousClock.now
        async let sleep: Void = wakeUp.sleep(atMost: Self.long)
        wakeUp.call()
        try await sleep
        let time = ContinuousClock.now - start
        #expect(time < .seconds(5))
    }

    @Test func aCancelledSleepEnds() async throws {
        let wakeUp = WakeUp()
        let task = Task { try await wakeUp.sleep(atMost: Self.long) }
        await Task.yield()
        task.cancel()
        let time = await ContinuousClock().measure {
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        #expect(time < .seconds(5))
    }

    @Test func changesWakeWhomTheyConcern() async throws {
        let wakeUps = WakeUps()
        let app = try RepositoryName("app")
        let (signature, other) = (try Signature.test(1), try Signature.test(2))
        let key = LeaseKey("a", in: app)
        let (mine, theirs) = (try #require(LeaseID("mine")), try #require(LeaseID("theirs")))
        for change in [Change.leaseChanged(key, next: [theirs, mine]), .stagesChanged(app, signature)] {
            let time = try await ContinuousClock().measure {
                try await wakeUps.with([.lease(key, mine), .stages(app, signature)]) { wakeUp in
                    wakeUps.tell([.stagesChanged(app, other), .leaseChanged(LeaseKey("b", in: app), next: [mine]), change])
                    try await wakeUp.sleep(atMost: Self.long)
                }
            }
            #expect(time < .seconds(5))
        }
        let unconcerned = try await ContinuousClock().measure {
            try await wakeUps.with([.lease(key, mine)]) { wakeUp in
                wakeUps.tell([
                    .stagesChanged(app, signature), .leaseChanged(LeaseKey("b", in: app), next: [mine]), .leaseChanged(key, next: [theirs]),
                ])
                try await wakeUp.sleep(atMost: .milliseconds(20))
            }
        }
        #expect(unconcerned >= .milliseconds(20))
        // It is no longer registered; nothing happens.
        wakeUps.tell([.leaseChanged(key, next: [mine])])
    }

    @Test func oneTooManyMayNotSleep() async throws {
        let wakeUps = WakeUps(limit: 1)
        try await wakeUps.with([]) { first in
            #expect(first.maySleep)
            try await wakeUps.with([]) { second in #expect(!second.maySleep) }
        }
        try await wakeUps.with([]) { third in #expect(third.maySleep, "the first is gone") }
    }

    @Test func theEndWakesEverybody() async throws {
        let wakeUps = WakeUps()
        let (app, signature) = (try RepositoryName("app"), try Signature.test(1))
        let time = try await ContinuousClock().measure {
            try await wakeUps.with([.stages(app, signature)]) { wakeUp in
                #expect(!wakeUps.isEnding)
                wakeUps.end()
                try await wakeUp.sleep(atMost: Self.long)
            }
        }
        #expect(time < .seconds(5) && wakeUps.isEnding)
    }

    @Test func onlyTheLatestRequestGivesUp() throws {
        let askers = LatestAskers()
        let asker = LatestAskers.Asker(key: LeaseKey("a", in: try RepositoryName("app")), id: try #require(LeaseID("me")))
        let first = askers.begin(asker)
        #expect(askers.isLatest(first, of: asker))
        let second = askers.begin(asker)
        #expect(!askers.isLatest(first, of: asker) && askers.isLatest(second, of: asker))
        askers.end(second, of: asker)
        #expect(!askers.isLatest(first, of: asker))
    }
}
