import Catalog
import ContentHashing
import NIOCore
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import ImageStore

@Suite struct ManifestCacheTests {
    private static func key(_ tag: TagName, in repository: RepositoryName = .app) -> ManifestCache.Key {
        ManifestCache.Key(repository: repository, reference: .tag(tag))
    }

    private static func manifest(_ content: String, size: Int = 0) throws -> ServedManifest {
        var builder = ManifestBuilder.index()
        builder.annotations = [("content", content)]
        let bytes = builder.bytes(paddedTo: size)
        return ServedManifest(
            StoredManifest(
                digest: Digest(hashing: bytes), mediaType: .ociImageIndex, bytes: bytes, generation: 1,
                createdAt: Timestamp(millisecondsSince1970: 0)))
    }

    private static func fill(_ cache: ManifestCache, _ key: ManifestCache.Key, _ manifest: ServedManifest) {
        guard case .failure(let missing) = cache.find(key) else { return }
        cache.store(manifest, at: key, ticket: missing.ticket)
    }

    private static func found(_ cache: ManifestCache, _ key: ManifestCache.Key) -> Digest? {
        guard case .success(let manifest) = cache.find(key) else { return nil }
        return manifest.digest
    }

    @Test func whatWasStoredIsFound() throws {
        let cache = ManifestCache(capacity: 1 << 20)
        let manifest = try Self.manifest("a")
        #expect(Self.found(cache, Self.key("latest")) == nil)
        Self.fill(cache, Self.key("latest"), manifest)
        #expect(Self.found(cache, Self.key("latest")) == manifest.digest)
        #expect(Self.found(cache, Self.key("other")) == nil)
        #expect(Self.found(cache, Self.key("latest", in: .other)) == nil)
    }

    static let digest = Digest(hashing: [1])

    @Test(arguments: [Change.tagMoved(.app, "latest", digest), .tagDeleted(.app, "latest")]) func aChangeOfATagForgetsIt(change: Change) throws {
        let cache = ManifestCache(capacity: 1 << 20)
        Self.fill(cache, Self.key("latest"), try Self.manifest("a"))
        Self.fill(cache, Self.key("sibling"), try Self.manifest("a"))
        cache.forget([change])
        #expect(Self.found(cache, Self.key("latest")) == nil)
        #expect(Self.found(cache, Self.key("sibling")) != nil)
    }

    @Test func aDeletedManifestIsForgotten() throws {
        let cache = ManifestCache(capacity: 1 << 20)
        let manifest = try Self.manifest("a")
        let key = ManifestCache.Key(repository: .app, reference: .digest(manifest.digest))
        Self.fill(cache, key, manifest)
        cache.forget([.tagDeleted(.app, "latest"), .manifestDeleted(.app, manifest.digest)])
        #expect(Self.found(cache, key) == nil)
    }

    /// The order of a read that loses a race: it misses, it reads the old manifest, the tag moves, it stores.
    @Test func aFillThatRacedAChangeIsDropped() throws {
        let cache = ManifestCache(capacity: 1 << 20)
        guard case .failure(let missing) = cache.find(Self.key("latest")) else { return }
        cache.forget([.tagMoved(.app, "latest", Self.digest)])
        cache.store(try Self.manifest("old"), at: Self.key("latest"), ticket: missing.ticket)
        #expect(Self.found(cache, Self.key("latest")) == nil)
        // A read that begins now may store.
        Self.fill(cache, Self.key("latest"), try Self.manifest("new"))
        #expect(Self.found(cache, Self.key("latest")) != nil)
    }

    @Test func whatIsForgottenAfterItGrewOldIsGoneToo() throws {
        let cache = ManifestCache(capacity: 100_000)
        Self.fill(cache, Self.key("latest"), try Self.manifest("a", size: 10_000))
        // Pushes the first into the old generation.
        for number in 0..<5 { Self.fill(cache, Self.key(try TagName("t\(number)")), try Self.manifest("\(number)", size: 10_000)) }
        cache.forget([.tagDeleted(.app, "latest")])
        #expect(Self.found(cache, Self.key("latest")) == nil)
    }

    @Test func itStaysWithinItsBounds() throws {
        let cache = ManifestCache(capacity: 100_000)
        var keys: [ManifestCache.Key] = []
        for number in 0..<200 {
            let key = Self.key(try TagName("t\(number)"))
            keys.append(key)
            Self.fill(cache, key, try Self.manifest("\(number)", size: 5_000))
        }
        let held = keys.filter { Self.found(cache, $0) != nil }.count
        #expect(held > 0)
        #expect(held * 5_000 <= 100_000)
    }

    @Test func whatIsReadOftenStays() throws {
        let cache = ManifestCache(capacity: 100_000)
        Self.fill(cache, Self.key("hot"), try Self.manifest("hot", size: 5_000))
        for number in 0..<200 {
            Self.fill(cache, Self.key(try TagName("t\(number)")), try Self.manifest("\(number)", size: 5_000))
            #expect(Self.found(cache, Self.key("hot")) != nil)
        }
    }

    @Test(arguments: [0, 1000, 100_000]) func whatIsTooLargeIsNotKept(capacity: Int) throws {
        let cache = ManifestCache(capacity: capacity)
        Self.fill(cache, Self.key("large"), try Self.manifest("large", size: 20_000))
        #expect(Self.found(cache, Self.key("large")) == nil)
    }

    /// Readers and a writer at full speed: after each change was told, nobody finds what was before it.
    @Test func underConcurrencyItIsNeverStale() async throws {
        let cache = ManifestCache(capacity: 1 << 20)
        let current = Current()
        let manifests = try (0..<200).map { try Self.manifest("\($0)") }
        let numbers = Dictionary(uniqueKeysWithValues: manifests.enumerated().map { ($1.digest, $0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    while current.acknowledged < manifests.count - 1 {
                        // So that the writer gets its turn, however few threads there are.
                        await Task.yield()
                        let floor = current.acknowledged
                        let served: ServedManifest
                        switch cache.find(Self.key("latest")) {
                        case .success(let manifest): served = manifest
                        case .failure(let missing):
                            served = manifests[current.committed]
                            await Task.yield()
                            cache.store(served, at: Self.key("latest"), ticket: missing.ticket)
                        }
                        #expect((numbers[served.digest] ?? -1) >= floor)
                    }
                }
            }
            group.addTask {
                for number in 1..<manifests.count {
                    current.commit(number)
                    await Task.yield()
                    cache.forget([.tagMoved(.app, "latest", manifests[number].digest)])
                    current.acknowledge(number)
                    await Task.yield()
                }
            }
            try await group.waitForAll()
        }
    }
}
