import StageModel
import StowageTestSupport
import Testing

@testable import ControlHTTP

/// How locks behave in time, with a clock of the test's.
@Suite struct WerfLocksTests {
    private struct Locks {
        let locks: WerfLocks
        let clock: TestClock

        /// Asks once; `nil` where it has to wait.
        func acquire(_ name: String = "lock", shared: Bool = false, as acquirer: String = "") async throws -> WerfLockHandle? {
            do {
                return try await locks.acquire(WerfAcquireRequest(lockName: name, options: .init(shared: shared, acquirerID: acquirer)))
            } catch let refusal as WerfRefusal where refusal == .shouldWait {
                return nil
            }
        }

        /// - Returns: `nil` for success.
        func renew(_ handle: WerfLockHandle?) async throws -> WerfRefusal? {
            try await refusal { try await locks.renew(WerfHandleRequest(lockHandle: #require(handle))) }
        }

        func release(_ handle: WerfLockHandle?) async throws -> WerfRefusal? {
            try await refusal { try await locks.release(WerfHandleRequest(lockHandle: #require(handle))) }
        }

        private func refusal(_ body: () async throws -> Void) async throws -> WerfRefusal? {
            do {
                try await body()
                return nil
            } catch let refusal as WerfRefusal {
                return refusal
            }
        }
    }

    private static func with(_ body: (Locks) async throws -> Void) async throws {
        let client = try #require(WerfName("client"))
        try await TemporaryCatalog.use { temporary in
            try await body(Locks(locks: WerfLocks(catalog: temporary.catalog, client: client), clock: temporary.clock))
        }
    }

    @Test func aLockThatIsNotRenewedIsTakenOverAfterTenSeconds() async throws {
        try await Self.with { world async throws in
            let dead = try await world.acquire()
            world.clock.advance(by: .milliseconds(9_999))
            #expect(try await world.acquire() == nil)
            world.clock.advance(by: .milliseconds(1))
            let next = try #require(try await world.acquire())
            #expect(next.uuid != dead?.uuid)
            #expect(try await world.renew(dead) == .alreadyLeased)
            #expect(try await world.release(dead) == .alreadyLeased)
            #expect(try await world.renew(next) == nil)
        }
    }

    @Test func aRenewalGivesTenSecondsMore() async throws {
        try await Self.with { world async throws in
            let handle = try await world.acquire()
            for _ in 0..<5 {
                world.clock.advance(by: .seconds(9))
                #expect(try await world.renew(handle) == nil)
            }
            world.clock.advance(by: .milliseconds(9_999))
            #expect(try await world.acquire() == nil)
        }
    }

    /// As at werf's server: nobody took it over, so nobody was harmed.
    @Test func aLockIsRenewedAfterItsExpiryWhereNobodyTookItOver() async throws {
        try await Self.with { world async throws in
            let handle = try await world.acquire()
            world.clock.advance(by: .seconds(100))
            #expect(try await world.renew(handle) == nil)
            #expect(try await world.acquire() == nil)
            world.clock.advance(by: .seconds(100))
            #expect(try await world.release(handle) == nil)
            #expect(try await world.acquire() != nil)
        }
    }

    /// Werf's server can't tell a dead holder of a shared lock from a live one.
    @Test func aDeadHolderOfASharedLockDoesNotLiveOnTheOthersRenewals() async throws {
        try await Self.with { world async throws in
            _ = try await world.acquire(shared: true)
            let alive = try await world.acquire(shared: true)
            world.clock.advance(by: .seconds(9))
            #expect(try await world.renew(alive) == nil)
            world.clock.advance(by: .seconds(9))
            #expect(try await world.acquire() == nil)
            #expect(try await world.release(alive) == nil)
            #expect(try await world.acquire() != nil)
        }
    }

    @Test func aPlaceInTheLineIsKeptForTenSeconds() async throws {
        try await Self.with { world async throws in
            let holder = try await world.acquire(as: "holder")
            #expect(try await world.acquire(as: "dead") == nil)
            world.clock.advance(by: .seconds(2))
            #expect(try await world.acquire(as: "alive") == nil)
            #expect(try await world.release(holder) == nil)
            world.clock.advance(by: .milliseconds(7_999))
            #expect(try await world.acquire(as: "alive") == nil)
            world.clock.advance(by: .milliseconds(1))
            #expect(try await world.acquire(as: "alive") != nil)
        }
    }

    /// Who polls without a name gets the lock among others who come again and again with one.
    @Test func aLineCanNotStarveWhoHasNoName() async throws {
        try await Self.with { world async throws in
            var holder = try await world.acquire(as: "0")
            #expect(try await world.acquire(as: "1") == nil)
            var rounds = 0
            while rounds < 10 {
                rounds += 1
                // Each round somebody new stands in line before the last one is through.
                #expect(try await world.acquire(as: "\(rounds + 1)") == nil)
                let nameless = try await world.acquire()
                if nameless != nil { break }
                #expect(try await world.release(holder) == nil)
                if let got = try await world.acquire() {
                    #expect(try await world.release(got) == nil)
                    break
                }
                holder = try await world.acquire(as: "\(rounds)")
                #expect(holder != nil)
                world.clock.advance(by: .seconds(2))
            }
            #expect(rounds == 3, "behind the two who were there first")
        }
    }

    @Test func aDeadLineHoldsNobodyUpForLong() async throws {
        try await Self.with { world async throws in
            let holder = try await world.acquire()
            for name in ["a", "b", "c"] { #expect(try await world.acquire(as: name) == nil) }
            #expect(try await world.release(holder) == nil)
            #expect(try await world.acquire() == nil)
            for _ in 0..<4 {
                world.clock.advance(by: .seconds(2))
                #expect(try await world.acquire() == nil)
            }
            world.clock.advance(by: .seconds(2))
            #expect(try await world.acquire() != nil)
        }
    }

    /// Without names nobody waits for anybody who doesn't hold the lock, as at werf's server.
    @Test func whoHasNoNameLeavesNoPlace() async throws {
        try await Self.with { world async throws in
            let shared = try await world.acquire(shared: true)
            #expect(try await world.acquire() == nil)
            let second = try await world.acquire(shared: true)
            #expect(second != nil)
            #expect(try await world.release(shared) == nil)
            #expect(try await world.release(second) == nil)
            #expect(try await world.acquire() != nil)
        }
    }

    /// One name, two places: the modes of a lock are asked for apart.
    @Test func aNameMayWaitForBothModes() async throws {
        try await Self.with { world async throws in
            let holder = try await world.acquire()
            #expect(try await world.acquire(shared: true, as: "both") == nil)
            #expect(try await world.acquire(as: "both") == nil)
            #expect(try await world.release(holder) == nil)
            #expect(try await world.acquire(as: "both") == nil)
            let shared = try await world.acquire(shared: true, as: "both")
            #expect(shared != nil)
            #expect(try await world.release(shared) == nil)
            #expect(try await world.acquire(as: "both") != nil)
        }
    }

    /// A place in the line can't be given up by a handle.
    @Test func aPlaceIsNoHandle() async throws {
        try await Self.with { world async throws in
            _ = try await world.acquire()
            #expect(try await world.acquire(as: "a") == nil)
            let key = "place.exclusive.anybody"
            #expect(try await world.release(WerfLockHandle(uuid: key, lockName: "lock")) == .alreadyLeased)
        }
    }

    @Test func aNameThatCanNotBeIsRefused() async throws {
        try await Self.with { world async throws in
            for name in ["", String(repeating: "x", count: 1025), String(repeating: "é", count: 513), "a\0b"] {
                let error = await #expect(throws: WerfRefusal.self) { try await world.acquire(name) }
                #expect(error?.text == "the name of a lock has 1 to 1024 bytes, none of them NUL")
                let handle = WerfLockHandle(uuid: "x", lockName: name)
                let (renewal, release) = (try await world.renew(handle), try await world.release(handle))
                #expect(renewal == error && release == error)
            }
        }
    }

    @Test func theLongestNameIsTaken() async throws {
        try await Self.with { world async throws in
            #expect(try await world.acquire(String(repeating: "x", count: 1024)) != nil)
            #expect(try await world.acquire(String(repeating: "é", count: 512)) != nil)
        }
    }
}
