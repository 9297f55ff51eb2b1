import HTTPTypes
import NIOCore
import NIOHTTPTypes
import Testing

@testable import HTTPServing

/// The decisions alone: no channel, and a clock that is a number.
@Suite struct ConnectionTimersTests {
    static let head = HTTPRequestPart.head(HTTPRequest(method: .get, scheme: nil, authority: "a", path: "/"))
    static let nothing = OutboundProgress()

    static func second(_ number: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(number) }

    static var timers: ConnectionTimers { ConnectionTimers(idleTimeout: .seconds(60), stallTimeout: .seconds(30), now: second(0)) }

    @Test func pipelinedRequestsAreInProgressUntilTheLastAnswer() {
        var timers = Self.timers
        for _ in 0..<2 {
            timers.received(Self.head, at: Self.second(0))
            timers.received(.end(nil), at: Self.second(0))
        }
        timers.answered(at: Self.second(1))
        #expect(timers.verdict(outbound: Self.nothing, at: Self.second(500)) == .goOn)
        timers.answered(at: Self.second(500))
        #expect(timers.verdict(outbound: Self.nothing, at: Self.second(559)) == .goOn)
        #expect(timers.verdict(outbound: Self.nothing, at: Self.second(560)) == .close)
    }

    @Test func anAnswerToNoRequestEndsNone() {
        var timers = Self.timers
        timers.answered(at: Self.second(1))
        timers.received(Self.head, at: Self.second(2))
        timers.received(.end(nil), at: Self.second(2))
        #expect(timers.verdict(outbound: Self.nothing, at: Self.second(500)) == .goOn)
    }

    @Test func aBodyFailsOnce() {
        var timers = Self.timers
        timers.received(Self.head, at: Self.second(0))
        timers.readIsOutstanding(at: Self.second(0))
        #expect(timers.verdict(outbound: Self.nothing, at: Self.second(30)) == .failBody)
        #expect(timers.verdict(outbound: Self.nothing, at: Self.second(60)) == .goOn)
    }

    /// What waits for the socket is neither idle nor, while any of it goes out, stalled.
    @Test func anAnswerThatIsStillOnItsWayIsNotIdle() {
        var timers = Self.timers
        for second in 1...100 as ClosedRange<Int64> {
            let outbound = OutboundProgress(waiting: 1000, acknowledged: UInt64(second))
            #expect(timers.verdict(outbound: outbound, at: Self.second(29 * second)) == .goOn)
        }
        #expect(timers.verdict(outbound: Self.nothing, at: Self.second(2901)) == .goOn)
        #expect(timers.verdict(outbound: Self.nothing, at: Self.second(2961)) == .close)
    }

    @Test func aStallBeginsAnewWithTheNextWrite() {
        var timers = Self.timers
        timers.received(Self.head, at: Self.second(0))
        #expect(timers.verdict(outbound: OutboundProgress(waiting: 10), at: Self.second(0)) == .goOn)
        #expect(timers.verdict(outbound: Self.nothing, at: Self.second(25)) == .goOn)
        #expect(timers.verdict(outbound: OutboundProgress(waiting: 10), at: Self.second(50)) == .goOn)
        #expect(timers.verdict(outbound: OutboundProgress(waiting: 10), at: Self.second(79)) == .goOn)
        #expect(timers.verdict(outbound: OutboundProgress(waiting: 10), at: Self.second(80)) == .close)
    }

    @Test func checksComeInTimeAndOftenEnough() {
        var timers = Self.timers
        #expect(timers.nextCheck(after: Self.second(0)) == Self.second(0) + .milliseconds(7500))
        #expect(timers.nextCheck(after: Self.second(58)) == Self.second(60))
        timers.received(Self.head, at: Self.second(58))
        timers.readIsOutstanding(at: Self.second(58))
        #expect(timers.nextCheck(after: Self.second(87)) == Self.second(88))
        // Never in a tight loop.
        #expect(timers.nextCheck(after: Self.second(500)) > Self.second(500))
    }
}
