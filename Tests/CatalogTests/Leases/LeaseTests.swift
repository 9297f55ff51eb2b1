import OCIModel
import StageModel
import StowageTestSupport
import Synchronization
import Testing

@testable import Catalog

@Suite struct LeaseTests {
    static let key = LeaseKey("a", in: .app)

    static func acquire(
        _ id: LeaseID, _ mode: LeaseMode = .exclusive, key: LeaseKey = key, queues: Bool = true, in catalog: Catalog
    ) async throws -> LeaseQueue.Acquisition {
        try await catalog.acquireLease(key, id: id, mode: mode, timeToLive: .seconds(10), patience: .seconds(60), queues: queues)
    }

    /// The token of the grant; `nil` where it has to wait.
    static func token(
        _ id: LeaseID, _ mode: LeaseMode = .exclusive, key: LeaseKey = key, queues: Bool = true, in catalog: Catalog
    ) async throws -> Int64? {
        guard case .granted(let holder) = try await acquire(id, mode, key: key, queues: queues, in: catalog) else { return nil }
        return holder.token
    }

    static func release(_ id: LeaseID, key: LeaseKey = key, in catalog: Catalog) async throws -> LeaseQueue.Loss? {
        guard case .failure(let loss) = try await catalog.releaseLease(key, id: id) else { return nil }
        return loss
    }

    @Test func goesFromOneToTheNext() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let now = temporary.clock.now
            #expect(
                try await Self.acquire("a", in: catalog)
                    == .granted(
                        LeaseQueue.Holder(id: "a", mode: .exclusive, token: 1, timeToLive: .seconds(10), expiresAt: now.advanced(by: .seconds(10)))))
            #expect(try await Self.acquire("b", in: catalog) == .waiting(position: 0, until: now.advanced(by: .seconds(10))))
            #expect(try await Self.token("c", .shared, in: catalog) == nil)
            #expect(try await Self.token("d", .shared, in: catalog) == nil)
            #expect(try await Self.token("a", key: LeaseKey("a", in: .other), in: catalog) == 1, "another repository's")
            temporary.clock.advance(by: .seconds(4))
            #expect(try await catalog.renewLease(Self.key, id: "a").get().expiresAt == now.advanced(by: .seconds(14)))
            #expect(try await catalog.renewLease(Self.key, id: "b") == .failure(.replaced))
            #expect(try await Self.release("a", in: catalog) == nil)
            #expect(try await Self.release("a", in: catalog) == .unknown)
            #expect(try await Self.token("c", .shared, in: catalog) == nil)
            #expect(try await Self.token("b", in: catalog) == 2)
            #expect(try await Self.release("b", in: catalog) == nil)
            #expect(try await Self.token("c", .shared, in: catalog) == 3)
            #expect(try await Self.token("d", .shared, in: catalog) == 4)
            #expect(
                try temporary.rows("SELECT token, holder, mode FROM lease_holders WHERE mode = 'shared' ORDER BY token") == [
                    "3|c|shared", "4|d|shared",
                ])
            #expect(try temporary.rows("SELECT * FROM lease_waiters") == [])
        }
    }

    @Test func whatIsStoredIsTheQueue() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            var expected = LeaseQueue()
            let ids: [LeaseID] = ["a", "b", "c", "d"]
            var random = MeaningConsistencyTests.Generator(state: 77)
            for _ in 0..<300 {
                let id = try #require(ids.randomElement(using: &random))
                switch Int.random(in: 0..<8, using: &random) {
                case 0..<4:
                    let mode = LeaseMode.allCases[Int.random(in: 0...1, using: &random)]
                    let outcome = expected.acquire(
                        id, mode: mode, timeToLive: .seconds(10), patience: .seconds(60), queues: true, at: temporary.clock.now)
                    #expect(try await Self.acquire(id, mode, in: catalog) == outcome)
                case 4: #expect(try await catalog.renewLease(Self.key, id: id) == expected.renew(id, at: temporary.clock.now))
                case 5, 6:
                    let isIn = if case .success = expected.release(id) { true } else { false }
                    #expect(try await (Self.release(id, in: catalog) == nil) == isIn)
                default: temporary.clock.advance(by: .seconds(Int.random(in: 0...12, using: &random)))
                }
                let stored = try await catalog.leases(in: Self.key.namespace, after: nil, limit: 10).items
                #expect(stored.map(\.queue) == (expected.isIdle ? [] : [expected]))
            }
        }
    }

    @Test func aRestartLosesNoneAndGrantsNoneTwice() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let first = temporary.catalog
            #expect(try await Self.token("a", in: first) == 1)
            #expect(try await Self.token("b", in: first) == nil)
            #expect(try await Self.token("c", in: first) == nil)
            try await first.close()

            temporary.clock.advance(by: .seconds(3600))
            let second = try TemporaryCatalog.open(at: temporary.path, clock: temporary.clock)
            temporary.clock.advance(by: .seconds(5))
            #expect(try await Self.token("b", in: second) == nil)
            second.resumeLeases()
            temporary.clock.advance(by: .milliseconds(9999))
            #expect(try await Self.token("b", in: second) == nil, "the full time since requests are answered")
            #expect(try await Self.token("d", in: second) == nil)
            #expect(try await second.renewLease(Self.key, id: "a").get().token == 1)
            temporary.clock.advance(by: .seconds(10))
            #expect(try await Self.token("c", in: second) == nil, "b's place is kept")
            #expect(try await Self.token("b", in: second) == 2)
            #expect(try await second.renewLease(Self.key, id: "a") == .failure(.replaced))
            try await second.close()
        }
    }

    @Test func grantsAndReleasesAreDurable() async throws {
        let commits = DurabilityTests.Commits()
        try await TemporaryCatalog.use(configuration: commits.configuration) { temporary async throws in
            let catalog = temporary.catalog
            func levels(_ operation: () async throws -> Void) async throws -> [Int] {
                let before = commits.all.count
                try await operation()
                return commits.all.dropFirst(before).map(\.synchronous)
            }
            let (normal, full) = (DurabilityTests.normal, DurabilityTests.full)
            #expect(try await levels { _ = try await Self.token("a", in: catalog) }.last == full)
            #expect(try await levels { _ = try await Self.token("b", in: catalog) } == [normal])
            #expect(try await levels { _ = try await Self.token("a", in: catalog) } == [normal])
            #expect(try await levels { _ = try await catalog.renewLease(Self.key, id: "a") } == [normal])
            #expect(try await levels { _ = try await Self.release("a", in: catalog) } == [full])
            #expect(try await levels { _ = try await Self.token("b", in: catalog) }.last == full)
        }
    }

    @Test func whoeverWaitsIsToldWhenSomebodyLeaves() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let told = Mutex<[[LeaseID]]>([])
            catalog.changes.listen { changes in
                told.withLock { told in
                    for case .leaseChanged(Self.key, let next) in changes { told.append(next) }
                }
            }
            func take() -> [[LeaseID]] {
                told.withLock { told in
                    defer { told = [] }
                    return told
                }
            }
            _ = try await Self.token("a", in: catalog)
            _ = try await Self.token("b", .shared, in: catalog)
            _ = try await Self.token("c", .shared, in: catalog)
            _ = try await Self.token("d", in: catalog)
            _ = try await Self.token("e", .shared, in: catalog)
            _ = try await catalog.renewLease(Self.key, id: "a")
            _ = try await Self.release("nobody", in: catalog)
            #expect(take() == [])
            _ = try await Self.release("a", in: catalog)
            #expect(take() == [["b", "c"]])
            #expect(try await Self.token("b", .shared, in: catalog) == 2)
            #expect(take() == [["c"]], "c can have it too")
            #expect(try await Self.token("c", .shared, in: catalog) == 3)
            #expect(take() == [["d"]])
            temporary.clock.advance(by: .seconds(10))
            #expect(try await Self.token("d", in: catalog) == 4)
            #expect(take() == [["e"]])
        }
    }

    @Test func oldNamesAreForgottenAndTheirTokensAreNot() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            for id in ["a", "b", "c"] as [LeaseID] {
                #expect(try await Self.token(id, in: catalog) != nil)
                _ = try await Self.release(id, in: catalog)
            }
            temporary.clock.advance(by: Catalog.leaseMemory)
            #expect(try await Self.token("a", key: LeaseKey("recent", in: .app), in: catalog) == 1)
            try await catalog.forgetLeases()
            #expect(try temporary.rows("SELECT name FROM leases ORDER BY name") == ["a", "recent"], "exactly a week is not more")
            temporary.clock.advance(by: .milliseconds(1))
            try await catalog.forgetLeases()
            #expect(try temporary.rows("SELECT name FROM leases") == ["recent"])
            #expect(try await Self.token("a", in: catalog) == 4)
            #expect(try await Self.token("a", key: LeaseKey("new", in: .app), in: catalog) == 4)
        }
    }

    @Test func aLeaseThatIsHeldIsNotForgottenWhileTheServerWasAwayForAWeek() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            #expect(try await Self.token("held", in: catalog) == 1)
            temporary.clock.advance(by: Catalog.leaseMemory + .seconds(86_400))
            catalog.resumeLeases()
            try await catalog.forgetLeases()
            let renewed = try await catalog.renewLease(Self.key, id: "held")
            #expect(try renewed.get().token == 1)
        }
    }

    @Test func listsWhatIsInUse() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            for name in ["c", "a", "b", "idle"] { _ = try await Self.token("x", key: LeaseKey(name, in: .app), in: catalog) }
            _ = try await Self.release("x", key: LeaseKey("idle", in: .app), in: catalog)
            _ = try await Self.token("x", key: LeaseKey("other", in: .other), in: catalog)
            let page = try await catalog.leases(in: Self.key.namespace, after: nil, limit: 2)
            #expect(page.items.map(\.key.name) == ["a", "b"])
            #expect(page.hasMore)
            #expect(page.items.first?.queue.holders.map(\.id) == ["x"])
            #expect(try await catalog.leases(in: Self.key.namespace, after: "b", limit: 2).items.map(\.key.name) == ["c"])
        }
    }

    /// Counts how many are inside at once.
    final class Crowd: Sendable {
        private let state = Mutex((now: 0, most: 0))

        var most: Int { state.withLock { $0.most } }
        func enter() { state.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
        func leave() { state.withLock { $0.now -= 1 } }
    }

    @Test func ofManyAtOnceOneHoldsIt() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let crowd = Crowd()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<12 {
                    group.addTask {
                        guard let id = LeaseID("w\(worker)") else { return }
                        for _ in 0..<2_000 {
                            if try await Self.token(id, in: catalog) == nil {
                                try await Task.sleep(for: .milliseconds(1))
                                continue
                            }
                            crowd.enter()
                            await Task.yield()
                            crowd.leave()
                            _ = try await Self.release(id, in: catalog)
                            return
                        }
                        throw Unexpected(what: "never granted")
                    }
                }
                try await group.waitForAll()
            }
            #expect(crowd.most == 1)
            #expect(try temporary.rows("SELECT last_token, is_idle FROM leases") == ["12|1"])
        }
    }
}
