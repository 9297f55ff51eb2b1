import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@Suite struct LeaseTests {
    /// Longer than a test may take, shorter than the client waits.
    private static let long: Int64 = 25_000

    @Test func firstComeFirstServed() async throws {
        try await StageFarm.with { farm in
            let first = try await farm.lease("a")
            async let second = farm.acquire(farm.request("b", wait: Self.long))
            try await farm.untilWaiting(1)
            async let third = farm.acquire(farm.request("c", wait: Self.long))
            try await farm.untilWaiting(2)
            let late = try await farm.acquire(farm.request("d"))
            #expect(late.outcome == .waiting && late.position == 2)

            let start = ContinuousClock.now
            #expect(try await farm.release("a").status == 204)
            let granted = try await second
            #expect(granted.outcome == .granted && (granted.lease?.token ?? 0) > first.token)
            #expect(ContinuousClock.now - start < .seconds(5))
            try await farm.untilWaiting(2)
            #expect(try await farm.release("b").status == 204)
            #expect(try await third.outcome == .granted)
            let listed = try await farm.leases()
            #expect(listed.leases.map(\.name) == ["build"] && listed.leases[0].holders.count == 1 && listed.leases[0].waiting == 1)
        }
    }

    /// In words of the API, not of the library that reads it.
    @Test func saysWhatIsWrongWithABody() async throws {
        try await StageFarm.with { farm in
            func message(_ body: String) async throws -> String? {
                let response = try await farm.probe.send("POST", "/api/v1/leases/acquire", body: Array(body.utf8))
                #expect(response.status == 400)
                return try JSON(parsing: response.body)["errors"]?.items.first?["message"]?.text
            }
            func body(mode: String = "exclusive", timeToLive: String = "1000") -> String {
                #"{"repository":"app","name":"n","id":"i","mode":"\#(mode)","timeToLive":\#(timeToLive),"wait":0}"#
            }
            let nothing = try await message("null")
            #expect(nothing == "the body must be a JSON object")
            let odd = try await message(body(mode: "x"))
            #expect(odd == "'mode' can't be that: a mode is 'exclusive' or 'shared'")
            for number in ["1000.5", "9223372036854775808", "1e400"] {
                let refusal = try await message(body(timeToLive: number))
                #expect(refusal?.contains("out of range") == true, "\(number)")
            }
        }
    }

    @Test func theWaitEndsWhenTheStageAppears() async throws {
        try await StageFarm.with { farm in
            let signature = try Signature.test(1)
            let lease = try await farm.lease("a", name: signature.value)
            let digest = try await farm.probe.pushImage("stage", to: farm.repository)
            async let second = farm.acquire(
                farm.request("b", name: signature.value, wait: Self.long, signature: signature, generation: 0))
            try await farm.untilWaiting(1)
            let start = ContinuousClock.now
            #expect(try await farm.publish(signature, digest, generation: 0, lease: lease).outcome == .published)
            let answer = try await second
            #expect(ContinuousClock.now - start < .seconds(5))
            #expect(answer.outcome == .appeared && answer.state?.candidates.map(\.digest) == [digest.description] && answer.lease == nil)
            // The place in the queue is given up.
            #expect(try await farm.leases().leases.first?.waiting == 0)
            let late = try await farm.acquire(farm.request("c", name: signature.value, signature: signature, generation: 0))
            #expect(late.outcome == .appeared)
        }
    }

    @Test func aGrantSaysWhatThereIs() async throws {
        try await StageFarm.with { farm in
            let signature = try Signature.test(1)
            try await farm.push(signature, id: 1_700_000_000_000)
            let state = try await farm.state(of: signature)
            let answer = try await farm.acquire(farm.request("a", signature: signature, generation: state.generation))
            #expect(answer.outcome == .granted && answer.state == state)
            let lease = try #require(answer.lease)
            #expect(lease.name == "build" && lease.id.value == "a" && lease.mode == .exclusive && lease.timeToLive == 60_000 && lease.token > 0)
        }
    }

    /// A dead runner's lease passes on, and what it publishes later is refused.
    @Test func anExpiredLeasePassesOnAndItsHolderIsFencedOff() async throws {
        try await StageFarm.with { farm in
            let signature = try Signature.test(1)
            let digest = try await farm.probe.pushImage("stage", to: farm.repository)
            let start = ContinuousClock.now
            let dead = try await farm.lease("dead", timeToLive: 1000)
            let next = try #require(try await farm.acquire(farm.request("next", wait: Self.long)).lease)
            let time = ContinuousClock.now - start
            #expect(time >= .milliseconds(990) && time < .seconds(5))
            #expect(next.token > dead.token)
            #expect(try await farm.publish(signature, digest, generation: 0, lease: dead).outcome == .leaseLost)
            #expect(try await farm.state(of: signature).candidates.isEmpty)
            #expect(try await farm.publish(signature, digest, generation: 0, lease: next).outcome == .published)
            for lost in [try await farm.renew("dead"), try await farm.release("dead"), try await farm.renew("nobody")] {
                #expect(lost.status == 409 && lost.errorCodes == ["LEASE_LOST"])
            }
            let renewed: LeaseGrant = try await farm.renew("next").decoded(200, "renewal")
            #expect(renewed.token == next.token && renewed.expiresAt >= next.expiresAt)
        }
    }

    @Test func sharedOnesShare() async throws {
        try await StageFarm.with { farm in
            let readers = try await ["a", "b"].asyncMap { try await farm.acquire(farm.request($0, mode: .shared)).outcome }
            #expect(readers == [.granted, .granted])
            async let writer = farm.acquire(farm.request("w", wait: Self.long))
            try await farm.untilWaiting(1)
            // Who comes later waits behind the exclusive one.
            #expect(try await farm.acquire(farm.request("c", mode: .shared)).outcome == .waiting)
            for reader in ["a", "b"] { #expect(try await farm.release(reader).status == 204) }
            #expect(try await writer.outcome == .granted)
            #expect(try await farm.acquire(farm.request("c", mode: .shared)).position == 0)
        }
    }

    @Test func askingAgainKeepsWhatOneHas() async throws {
        try await StageFarm.with { farm in
            let first = try await farm.lease("a")
            #expect(try await farm.lease("a").token == first.token)
            for _ in 0..<2 { #expect(try await farm.acquire(farm.request("b")).position == 0) }
            #expect(try await farm.acquire(farm.request("c")).position == 1)
            #expect(try await farm.leases().leases.first?.waiting == 2)
            #expect(try await farm.release("b").status == 204)
            #expect(try await farm.acquire(farm.request("c")).position == 0)
            #expect(try await farm.probe.send("GET", "/api/v1/leases?repository=other").text == #"{"leases":[]}"#)
        }
    }

    @Test func whoLeavesGivesUpThePlace() async throws {
        try await StageFarm.with { farm in
            _ = try await farm.lease("a")
            let gone = Task { try await farm.acquire(farm.request("gone", wait: Self.long)) }
            try await farm.untilWaiting(1)
            gone.cancel()
            _ = await gone.result
            try await farm.untilWaiting(0)
            async let next = farm.acquire(farm.request("b", wait: Self.long))
            try await farm.untilWaiting(1)
            #expect(try await farm.release("a").status == 204)
            #expect(try await next.outcome == .granted)
        }
    }

    /// A client that has closed the side that it sends on may be there still.
    @Test func whoOnlyStopsSendingGetsAnAnswer() async throws {
        try await StageFarm.with { farm in
            _ = try await farm.lease("a")
            let connection = try await RawConnection.open(port: farm.server.port)
            let body = #"{"repository":"app/stages","name":"build","id":"b","mode":"exclusive","timeToLive":1000,"wait":25000}"#
            try await connection.send("POST /api/v1/leases/acquire HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            try await farm.untilWaiting(1)
            connection.finishSending()
            let response = try await connection.readResponse()
            #expect(response.status == 200 && response.text.contains("waiting"))
            try await farm.untilWaiting(0)
            connection.close()
        }
    }

    /// The first request's client has left, but the second one is the same runner.
    @Test func whoAsksAgainOnAnotherConnectionKeepsThePlace() async throws {
        try await StageFarm.with { farm in
            _ = try await farm.lease("a")
            let broken = Task { try await farm.acquire(farm.request("b", wait: Self.long)) }
            try await farm.untilWaiting(1)
            async let again = farm.acquire(farm.request("b", wait: Self.long))
            // Nothing shows that the server has the second request; it has it long before this.
            try await Task.sleep(for: .milliseconds(200))
            broken.cancel()
            _ = await broken.result
            try await Task.sleep(for: .milliseconds(100))
            #expect(try await farm.leases().leases.first?.waiting == 1)
            #expect(try await farm.release("a").status == 204)
            #expect(try await again.outcome == .granted)
            #expect(try await farm.renew("b").status == 200)
        }
    }

    @Test func requestsAreChecked() async throws {
        try await StageFarm.with { farm in
            let good = try farm.request("a")
            for change: (inout AcquireLeaseRequest) throws -> Void in [
                { $0.timeToLive = 999 }, { $0.timeToLive = 3_600_001 }, { $0.wait = -1 }, { $0.wait = 60_001 }, { $0.name = "" }, { $0.name = "a b" },
                { $0.name = String(repeating: "n", count: 256) }, { $0.generation = 0 },
                { ($0.signature, $0.generation) = (try Signature.test(1), -1) },
            ] {
                var request = good
                try change(&request)
                let response = try await farm.probe.post("leases/acquire", request)
                #expect(response.status == 400 && response.errorCodes == ["REQUEST_INVALID"], "\(request)")
            }
            let body = #"{"repository":"app","name":"n","id":"no id","mode":"exclusive","timeToLive":1000,"wait":0}"#
            let response = try await farm.probe.send("POST", "/api/v1/leases/acquire", body: Array(body.utf8))
            #expect(response.status == 400 && response.text.contains("'id'"))
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
