import ContentHashing
import StowageTestSupport
import Testing

@testable import ImageStore

@Suite struct GraceLedgerTests {
    private let grace: Duration = .seconds(3600)

    private func digest(_ number: Int) -> Digest {
        Digest(hashing: withUnsafeBytes(of: number) { Array($0) })
    }

    @Test func keepsForAGraceAtLeastAndHalfOfOneMoreAtMost() {
        for start in stride(from: 0, through: 3600, by: 300) {
            let clock = TestClock()
            let ledger = GraceLedger(grace: grace, instant: clock.instant)
            clock.advance(by: .seconds(start))
            ledger.touch(digest(1))
            for minute in 0..<60 {
                #expect(ledger.wasTouched(digest(1)), "touched \(start) s after the start, \(minute) min ago")
                clock.advance(by: .seconds(60))
            }
            clock.advance(by: .seconds(1801))
            #expect(!ledger.wasTouched(digest(1)), "touched \(start) s after the start")
        }
    }

    @Test func eachTouchRenews() {
        let clock = TestClock()
        let ledger = GraceLedger(grace: grace, instant: clock.instant)
        for _ in 0..<20 {
            ledger.touch(digest(1))
            clock.advance(by: grace - .milliseconds(1))
            #expect(ledger.wasTouched(digest(1)))
        }
    }

    @Test func afterALongSilenceItIsEmpty() {
        let clock = TestClock()
        let ledger = GraceLedger(grace: grace, instant: clock.instant)
        ledger.touch(digest(1))
        clock.advance(by: .seconds(1_000_000))
        #expect(!ledger.wasTouched(digest(1)))
        ledger.touch(digest(1))
        clock.advance(by: grace - .milliseconds(1))
        #expect(ledger.wasTouched(digest(1)))
    }

    @Test func isCompleteAfterOneGrace() {
        let clock = TestClock()
        let ledger = GraceLedger(grace: grace, instant: clock.instant)
        #expect(!ledger.isComplete && ledger.completesIn == grace)
        clock.advance(by: grace - .milliseconds(1))
        #expect(!ledger.isComplete)
        clock.advance(by: .milliseconds(1))
        #expect(ledger.isComplete)
        #expect(GraceLedger(grace: .zero, instant: clock.instant).isComplete)
    }

    @Test func seldomTakesADigestForAnother() {
        let clock = TestClock()
        let ledger = GraceLedger(grace: grace, instant: clock.instant)
        for number in 0..<200_000 { ledger.touch(digest(number)) }
        let missed = (0..<200_000).filter { !ledger.wasTouched(digest($0)) }.count
        let mistaken = (1_000_000..<1_010_000).filter { ledger.wasTouched(digest($0)) }.count
        #expect(missed == 0)
        #expect(mistaken < 50, "\(mistaken) of 10,000")
    }
}
