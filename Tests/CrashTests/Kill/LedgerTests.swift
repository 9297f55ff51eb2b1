import ContentHashing
import Testing

@Suite("The ledger of acknowledged operations")
struct LedgerTests {
    private static let one = Digest(hashing: [1])
    private static let two = Digest(hashing: [2])
    private static let tag = Ledger.Key.tag(repository: "r", name: "t")
    private static let blob = Ledger.Key.blob(repository: "r", one)
    private static let manifests: [Ledger.Key: Ledger.State] = [
        .manifest(repository: "r", one): .present(one), .manifest(repository: "r", two): .present(two),
    ]

    private func violated(_ ledger: Ledger, _ state: Ledger.State?, _ key: Ledger.Key = tag) -> Bool {
        var observed = Self.manifests
        observed[key] = state
        return !ledger.violations(observed).isEmpty
    }

    @Test("An acknowledged operation must be there")
    func acknowledged() {
        var ledger = Ledger()
        ledger.acknowledge(ledger.begin(Self.blob, .present(Self.one)))
        #expect(!violated(ledger, .present(Self.one), Self.blob))
        #expect(violated(ledger, .absent, Self.blob))
        #expect(violated(ledger, .present(Self.two), Self.blob), "other bytes than those pushed")
        #expect(violated(ledger, nil, Self.blob), "not looked at")
    }

    @Test("An operation in flight may have happened or not")
    func inFlight() {
        var ledger = Ledger()
        _ = ledger.begin(Self.blob, .present(Self.one))
        #expect(!violated(ledger, .present(Self.one), Self.blob))
        #expect(!violated(ledger, .absent, Self.blob))
        #expect(violated(ledger, .present(Self.two), Self.blob))
    }

    @Test("An acknowledged deletion must not come back")
    func deletion() {
        var ledger = Ledger()
        ledger.acknowledge(ledger.begin(Self.blob, .present(Self.one)))
        ledger.acknowledge(ledger.begin(Self.blob, .absent))
        #expect(violated(ledger, .present(Self.one), Self.blob))
        #expect(!violated(ledger, .absent, Self.blob))
    }

    @Test("A tag is at its last acknowledged move, or at a later one in flight")
    func tagMoves() {
        var ledger = Ledger()
        ledger.acknowledge(ledger.begin(Self.tag, .present(Self.one)))
        ledger.acknowledge(ledger.begin(Self.tag, .present(Self.two)))
        #expect(ledger.possibleStates(of: Self.tag) == [.present(Self.two)])
        _ = ledger.begin(Self.tag, .absent)
        #expect(ledger.possibleStates(of: Self.tag) == [.present(Self.two), .absent])
        #expect(violated(ledger, .present(Self.one)))
    }

    @Test("Of moves that overlapped, either may be the last; one that was over before both began may not")
    func overlapping() {
        var ledger = Ledger()
        ledger.acknowledge(ledger.begin(Self.tag, .absent))
        let first = ledger.begin(Self.tag, .present(Self.one))
        let second = ledger.begin(Self.tag, .present(Self.two))
        ledger.acknowledge(first)
        ledger.acknowledge(second)
        #expect(ledger.possibleStates(of: Self.tag) == [.present(Self.one), .present(Self.two)])
    }

    @Test("A move in flight that began before an acknowledged one may still come after it")
    func lateInFlight() {
        var ledger = Ledger()
        _ = ledger.begin(Self.tag, .present(Self.one))
        ledger.acknowledge(ledger.begin(Self.tag, .present(Self.two)))
        #expect(ledger.possibleStates(of: Self.tag) == [.present(Self.one), .present(Self.two)])
    }

    @Test("A refused operation must not have happened")
    func refused() {
        var ledger = Ledger()
        ledger.refuse(ledger.begin(Self.blob, .present(Self.one)))
        #expect(violated(ledger, .present(Self.one), Self.blob))
        #expect(!violated(ledger, .absent, Self.blob))
    }

    @Test("What was observed after one crash must hold after the next")
    func settling() {
        var ledger = Ledger()
        _ = ledger.begin(Self.blob, .present(Self.one))
        ledger.settle([Self.blob: .absent])
        #expect(violated(ledger, .present(Self.one), Self.blob), "an operation from before the crash can't happen any more")
        ledger.settle([Self.blob: .present(Self.one)])
        #expect(violated(ledger, .absent, Self.blob))
    }

    @Test("A tag without its manifest is a violation")
    func halfOfAPush() {
        var ledger = Ledger()
        _ = ledger.begin(Self.tag, .present(Self.one))
        _ = ledger.begin(.manifest(repository: "r", Self.one), .present(Self.one))
        #expect(ledger.violations([Self.tag: .absent, .manifest(repository: "r", Self.one): .absent]).isEmpty)
        #expect(ledger.violations([Self.tag: .present(Self.one), .manifest(repository: "r", Self.one): .present(Self.one)]).isEmpty)
        #expect(!ledger.violations([Self.tag: .present(Self.one), .manifest(repository: "r", Self.one): .absent]).isEmpty)
    }
}
