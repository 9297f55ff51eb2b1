import Testing

@testable import Reclamation

@Suite struct RemovalPaceTests {
    @Test func withoutARateNothingWaits() {
        var pace = RemovalPace(maximumRate: nil)
        let now = ContinuousClock.now
        pace.count(1_000_000, at: now)
        #expect(pace.batch(upTo: 250) == 250 && pace.delay(at: now) == .zero)
    }

    @Test(arguments: [1, 7, 100, 1000, 50_000]) func noSecondHasMore(rate: Int) {
        var pace = RemovalPace(maximumRate: rate)
        var now = ContinuousClock.now
        var removed: [(at: ContinuousClock.Instant, count: Int)] = []
        for _ in 0..<200 {
            let count = pace.batch(upTo: 250)
            now += pace.delay(at: now)
            removed.append((now, count))
            pace.count(count, at: now)
        }
        for start in removed.map(\.at) {
            let inSecond = removed.filter { $0.at >= start && $0.at < start + .seconds(1) }.reduce(0) { $0 + $1.count }
            #expect(inSecond <= rate + pace.batch(upTo: 250))
        }
        let took = (now - removed[0].at) / .seconds(1)
        let total = removed.reduce(0) { $0 + $1.count }
        #expect(Double(total) / took > Double(rate) * 0.95, "nor fewer, while there is work")
    }

    @Test func nothingIsSavedUp() {
        var pace = RemovalPace(maximumRate: 100)
        let now = ContinuousClock.now
        pace.count(10, at: now)
        let later = now + .seconds(60)
        #expect(pace.delay(at: later) == .zero)
        pace.count(10, at: later)
        #expect(pace.delay(at: later) == .milliseconds(100))
    }

    @Test func retriesWaitTwiceAsLongUpToADay() {
        #expect(RetryDelay.after(attempts: 1) == .seconds(10))
        #expect(RetryDelay.after(attempts: 2) == .seconds(20))
        #expect(RetryDelay.after(attempts: 5) == .seconds(160))
        #expect(RetryDelay.after(attempts: 100) == .seconds(86_400))
        let delays = (1...100).map { RetryDelay.after(attempts: $0) }
        #expect(delays == delays.sorted())
    }
}
