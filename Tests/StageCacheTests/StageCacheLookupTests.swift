import BlobStore
import Catalog
import ContentHashing
import FoundationEssentials
import ImageStore
import Logging
import NIOCore
import OCIModel
import StageCache
import StageModel
import StowageTestSupport
import Testing

/// Lookups without HTTP: with and without memory the answer is the same.
@Suite struct StageCacheLookupTests {
    @Test(arguments: [0, 32 << 20]) func answersFromTheCatalogAndFromMemory(lookupSize: Int) async throws {
        try await Self.with(.init(lookupSize: lookupSize)) { cache, catalog in
            let app = try RepositoryName("app")
            let signatures = try [1, 2, 1, 3].map { try Signature.test($0) }
            let manifest = try ManifestBuilder.index().manifest()
            _ = try await catalog.publishManifest(manifest, tags: [TagName(signatures[0].value)], in: app)
            for _ in 0..<3 {
                let body = try await cache.lookup(LookupQuery(repository: app, signatures: signatures))
                let answer = try JSONDecoder().decode(LookupResponse.self, from: Data(body.readableBytesView))
                #expect(answer.stages == (try await catalog.signatureStates(signatures, in: app)))
                #expect(answer.stages.map(\.candidates.count) == [1, 0, 1, 0])
            }
            #expect(try await cache.lookup(LookupQuery(repository: app, signatures: [])) == ByteBuffer(string: #"{"stages":[]}"#))
        }
    }

    /// One signature a thousand times must not become an answer of gigabytes.
    @Test func boundsTheAnswer() async throws {
        try await Self.with(.init(answerLimit: 1000)) { cache, _ in
            let app = try RepositoryName("app")
            let signature = try Signature.test(1)
            _ = try await cache.lookup(LookupQuery(repository: app, signatures: Array(repeating: signature, count: 8)))
            let error = await #expect(throws: OCIError.self) {
                try await cache.lookup(LookupQuery(repository: app, signatures: Array(repeating: signature, count: 9)))
            }
            #expect(error?.code == .requestTooLarge)
        }
    }

    private static func with(_ configuration: StageCache.Configuration, _ body: (StageCache, Catalog) async throws -> Void) async throws {
        try await TemporaryCatalog.use { temporary in
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let blobs = try await FileBlobStore.open(
                at: temporary.folder, configuration: .init(lowWaterMark: 0, reserveSize: 0, uploadWindow: 1 << 20), logger: logger)
            let store = ImageStore(blobs: blobs, catalog: temporary.catalog, clock: temporary.clock.reading, logger: logger)
            let cache = StageCache(
                store: store, catalog: temporary.catalog, configuration: configuration, clock: temporary.clock.reading, logger: logger)
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(cache, temporary.catalog))
            } catch {
                result = .failure(error)
            }
            await blobs.close()
            try result.get()
        }
    }
}
