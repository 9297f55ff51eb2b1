import Catalog
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import StageCache

@Suite struct LookupCacheTests {
    private let app: RepositoryName
    private let other: RepositoryName
    private let signatures: [Signature]

    init() throws {
        self.app = try RepositoryName("app")
        self.other = try RepositoryName("other")
        self.signatures = try (0..<100).map { try Signature.test($0) }
    }

    @Test func keepsWhatItIsGiven() throws {
        let cache = LookupCache(capacity: 1 << 20)
        let (fragments, gaps) = cache.find(Array(signatures.prefix(3)), in: app)
        #expect(fragments.allSatisfy { $0 == nil } && gaps.map(\.index) == [0, 1, 2])
        cache.store(fragment(1), for: signatures[1], in: app, ticket: gaps[1].ticket)
        let again = cache.find(Array(signatures.prefix(3)), in: app)
        #expect(again.fragments.map { $0 != nil } == [false, true, false] && again.gaps.map(\.index) == [0, 2])
        #expect(cache.find([signatures[1]], in: other).gaps.count == 1)
    }

    @Test func forgetsWhatChanged() throws {
        let cache = LookupCache(capacity: 1 << 20)
        fill(cache, 0..<3)
        cache.forget([.stagesChanged(app, signatures[1]), .stagesChanged(other, signatures[2])])
        #expect(cache.find(Array(signatures.prefix(3)), in: app).gaps.map(\.index) == [1])
    }

    /// A read that began before a change may not know of it.
    @Test func takesNothingThatIsOlderThanAChange() throws {
        let cache = LookupCache(capacity: 1 << 20)
        let gap = try #require(cache.find([signatures[0]], in: app).gaps.first)
        cache.forget([.stagesChanged(app, signatures[0])])
        cache.store(fragment(0), for: signatures[0], in: app, ticket: gap.ticket)
        let again = try #require(cache.find([signatures[0]], in: app).gaps.first)
        cache.store(fragment(0), for: signatures[0], in: app, ticket: again.ticket)
        #expect(cache.find([signatures[0]], in: app).gaps.isEmpty)
    }

    @Test func isBounded() throws {
        let cache = LookupCache(capacity: 16 * 1024)
        fill(cache, 0..<100)
        let kept = 100 - cache.find(signatures, in: app).gaps.count
        #expect((20...40).contains(kept))
        // What was dropped can come back, as often as one likes.
        for _ in 0..<10 { fill(cache, 0..<100) }
        #expect((20...40).contains(100 - cache.find(signatures, in: app).gaps.count))
        let none = LookupCache(capacity: 0)
        fill(none, 0..<10)
        #expect(none.find(Array(signatures.prefix(10)), in: app).gaps.count == 10)
    }

    @Test func keepsWhatIsRead() throws {
        let cache = LookupCache(capacity: 16 * 1024)
        fill(cache, 0..<1)
        for index in 1..<100 {
            fill(cache, index..<index + 1)
            #expect(cache.find([signatures[0]], in: app).gaps.isEmpty)
        }
    }

    @Test func placesAreUsedAgain() throws {
        let cache = LookupCache(capacity: 1 << 20)
        for _ in 0..<3 {
            fill(cache, 0..<100)
            cache.forget(signatures.map { .stagesChanged(app, $0) })
            #expect(cache.find(signatures, in: app).gaps.count == 100)
        }
        fill(cache, 0..<100)
        #expect(cache.find(signatures, in: app).gaps.isEmpty)
    }

    private func fragment(_ index: Int) -> StateFragment {
        StateFragment(SignatureState(signature: signatures[index], generation: 1, candidates: []))
    }

    private func fill(_ cache: LookupCache, _ range: Range<Int>) {
        for index in range {
            for gap in cache.find([signatures[index]], in: app).gaps {
                cache.store(fragment(index), for: signatures[index], in: app, ticket: gap.ticket)
            }
        }
    }
}
