import StageModel
import StowageTestSupport
import Testing

/// What holds after any series of requests.
@Suite struct LeasePropertyTests {
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    @Test(arguments: 1...40) func nobodyIsHarmed(_ seed: UInt64) throws {
        var random = Generator(state: seed &* 0x9e37_79b9_7f4a_7c15 | 1)
        var table = LeaseTable()
        let ids: [LeaseID] = ["a", "b", "c", "d", "e", "f"]
        var lastToken: Int64 = 0
        for step in 0..<600 {
            let id = try #require(ids.randomElement(using: &random))
            let before = table.queue
            let now = table.clock.now
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                let mode = LeaseMode.allCases[Int.random(in: 0...1, using: &random)]
                let outcome = table.acquire(id, mode, queues: Int.random(in: 0..<4, using: &random) > 0)
                if case .granted(let holder) = outcome, !before.holders.contains(where: { $0.id == id }) {
                    #expect(holder.token == lastToken + 1, "step \(step)")
                    lastToken = holder.token
                    check(holder, grantedOver: before, at: now)
                }
            case 5, 6:
                if case .success(let holder) = table.renew(id) {
                    #expect(before.holders.contains { $0.token == holder.token && $0.id == id })
                } else {
                    #expect(!before.holders.contains { $0.id == id })
                }
            case 7:
                let isIn = before.holders.contains { $0.id == id } || before.waiters.contains { $0.id == id }
                #expect((table.release(id) == nil) == isIn)
            case 8:
                table.clock.advance(by: .seconds(Int.random(in: 0...15, using: &random)))
            default:
                if Int.random(in: 0..<10, using: &random) == 0 { table.queue.resume(at: table.clock.now) }
            }
            let queue = table.queue
            #expect(queue.lastToken == lastToken)
            #expect(queue.holders.map(\.token) == queue.holders.map(\.token).sorted())
            #expect(queue.holders.count <= 1 || queue.holders.allSatisfy { $0.mode == .shared })
            let names = queue.holders.map(\.id) + queue.waiters.map(\.id)
            #expect(Set(names).count == names.count, "nobody is in it twice")
        }
    }

    private func check(_ holder: LeaseQueue.Holder, grantedOver before: LeaseQueue, at now: Timestamp) {
        for other in before.holders where other.expiresAt > now {
            #expect(other.mode == .shared && holder.mode == .shared, "\(other) was alive")
        }
        // Who waited longer and still waits is harmed only by what it can't share with.
        let ahead = before.waiters.prefix { $0.id != holder.id }
        for waiter in ahead where waiter.expiresAt > now {
            #expect(waiter.mode == .shared && holder.mode == .shared, "\(waiter) was before \(holder)")
        }
    }
}
