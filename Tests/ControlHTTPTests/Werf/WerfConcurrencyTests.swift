import FoundationEssentials
import StowageTestSupport
import Synchronization
import Testing

/// Sixteen processes that race for one lock.
@Suite struct WerfConcurrencyTests {
    @Test(arguments: [false, true]) func aLockIsNeverHeldTwice(named: Bool) async throws {
        try await WerfWorld.with { world async throws in
            let race = LockRace(world: world)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<16 {
                    group.addTask {
                        for _ in 0..<3 {
                            let handle = try await race.acquire(as: named ? "client-\(number)" : nil)
                            #expect(race.enter() == 1)
                            // Others ask meanwhile.
                            try await race.renew(handle)
                            #expect(race.leave() == 0)
                            try await race.release(handle)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(race.entries == 48)
        }
    }

    /// Sixteen that ask at the same moment, once.
    @Test func oneOfSixteenGetsAFreeLock() async throws {
        try await WerfWorld.with { world async throws in
            for round in 0..<5 {
                let answers = try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 0..<16 {
                        group.addTask { try await world.post("/c/locker/acquire", #"{"lockName":"round-\#(round)"}"#).text }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.count { $0.hasSuffix(#""err":""}"# + "\n") } == 1)
                #expect(answers.count { $0 == #"{"lockHandle":{"uuid":"","lockName":""},"err":"should wait"}"# + "\n" } == 15)
            }
        }
    }
}

/// Clients that poll without a pause.
private final class LockRace: Sendable {
    private struct Acquisition: Decodable {
        struct Handle: Codable, Sendable {
            let uuid: String
            let lockName: String
        }

        let lockHandle: Handle
        let err: String
    }

    private let world: WerfWorld
    private let counts = Mutex((inside: 0, entries: 0))

    init(world: WerfWorld) {
        self.world = world
    }

    var entries: Int { counts.withLock { $0.entries } }

    /// - Returns: How many are inside now.
    func enter() -> Int {
        counts.withLock { counts in
            counts.entries += 1
            counts.inside += 1
            return counts.inside
        }
    }

    /// - Returns: How many are inside now.
    func leave() -> Int {
        counts.withLock { counts in
            counts.inside -= 1
            return counts.inside
        }
    }

    func acquire(as name: String?) async throws -> String {
        let acquirer = name.map { #","acquirerId":"\#($0)""# } ?? ""
        for _ in 0..<20_000 {
            let response = try await world.post("/c/locker/acquire", #"{"lockName":"race","opts":{"shared":false\#(acquirer)}}"#)
            let answer = try JSONDecoder().decode(Acquisition.self, from: Data(response.body))
            if answer.err.isEmpty { return answer.lockHandle.uuid }
            try #require(answer.err == "should wait")
            await Task.yield()
        }
        throw UnexpectedResponse(request: "20,000 times acquire", response: try await world.probe.send("GET", "/metrics"))
    }

    func renew(_ uuid: String) async throws { try await handle(uuid, "renew-lease") }
    func release(_ uuid: String) async throws { try await handle(uuid, "release") }

    private func handle(_ uuid: String, _ call: String) async throws {
        let response = try await world.post("/c/locker/\(call)", #"{"lockHandle":{"uuid":"\#(uuid)","lockName":"race"}}"#)
        #expect(response.text == #"{"err":""}"# + "\n")
    }
}
