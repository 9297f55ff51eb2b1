import ContentHashing
import Synchronization
import Testing

@testable import ImageStore

@Suite struct RemovalRegisterTests {
    private let one = Digest(hashing: [1])
    private let two = Digest(hashing: [2])

    /// Notes what happened, in its order.
    private final class Log: Sendable {
        private let events = Mutex<[String]>([])
        func note(_ event: String) { events.withLock { $0.append(event) } }
        var all: [String] { events.withLock { $0 } }

        func waitFor(_ count: Int) async throws {
            for _ in 0..<5000 where all.count < count { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    @Test func whatIsHeldCannotBeClaimed() async {
        let register = RemovalRegister()
        await register.withHold(on: one) {
            await register.withHold(on: one) {
                #expect(register.claim([one, two]) == [two], "many may hold it")
            }
            #expect(register.claim([one]) == [], "one still does")
            #expect(register.claim([two]) == [], "claimed already")
        }
        #expect(register.claim([one]) == [one])
        register.finish([one, two])
        #expect(register.claim([one, two]) == [one, two])
    }

    @Test func aHoldEndsWithItsBodyWhateverHappens() async {
        let register = RemovalRegister()
        struct Failure: Error {}
        await #expect(throws: Failure.self) { try await register.withHold(on: one) { throw Failure() } }
        #expect(register.claim([one]) == [one])
    }

    @Test func pushesWaitForTheEndReadersForTheDecision() async throws {
        let (register, log) = (RemovalRegister(), Log())
        let claimed = register.claim([one, two])
        let push = Task {
            await register.withHold(on: one) { log.note("pushed") }
        }
        let reader = Task {
            await register.waitForDecision(on: one)
            log.note("read")
        }
        let other = Task {
            await register.waitForDecision(on: two)
            log.note("read the other")
        }
        try await Task.sleep(for: .milliseconds(20))
        #expect(log.all == [])
        register.decide([one])
        await reader.value
        #expect(log.all == ["read"])
        await register.waitForDecision(on: one)
        register.finish(claimed)
        await push.value
        await other.value
        #expect(Set(log.all) == ["read", "pushed", "read the other"])
        register.finish(claimed)
        await register.withHold(on: one) {}
    }

    @Test func aReaderOfWhatNobodyDecidesGoesOn() async {
        let register = RemovalRegister()
        await register.waitForDecision(on: one)
        let claimed = register.claim([two])
        await register.waitForDecision(on: one)
        register.finish(claimed)
    }

    /// Who is at a digest, and whether two met that may not.
    private final class Meetings: Sendable {
        private let state = Mutex((pushes: 0, removals: 0, met: 0))
        var met: Int { state.withLock { $0.met } }

        func push(_ change: Int) {
            state.withLock { state in
                state.pushes += change
                if state.pushes > 0, state.removals > 0 { state.met += 1 }
            }
        }

        func remove(_ change: Int) {
            state.withLock { state in
                state.removals += change
                if state.removals > 0, state.pushes > 0 || state.removals > 1 { state.met += 1 }
            }
        }
    }

    /// However many want it: claims and holds of the same digest never meet.
    @Test func neverBoth() async throws {
        let (register, meetings, one) = (RemovalRegister(), Meetings(), one)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<500 {
                        await register.withHold(on: one) {
                            meetings.push(1)
                            await Task.yield()
                            meetings.push(-1)
                        }
                    }
                }
                group.addTask {
                    for round in 0..<500 {
                        await register.waitForDecision(on: one)
                        let claimed = register.claim([one])
                        guard !claimed.isEmpty else {
                            await Task.yield()
                            continue
                        }
                        meetings.remove(1)
                        await Task.yield()
                        if round % 2 == 0 { register.decide(claimed) }
                        meetings.remove(-1)
                        register.finish(claimed)
                    }
                }
            }
        }
        #expect(meetings.met == 0)
    }
}
