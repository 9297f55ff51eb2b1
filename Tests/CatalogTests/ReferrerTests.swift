import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@testable import Catalog

@Suite struct ReferrerTests {
    @Test func unknownIsEmpty() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let empty = Page<Descriptor>(items: [], hasMore: false)
            #expect(try await catalog.referrers(of: Digest.of("x"), in: .app, artifactType: nil, after: nil, limit: 10) == empty)
            try await catalog.push(image: "one")
            #expect(try await catalog.referrers(of: Digest.of("x"), in: .app, artifactType: "a/b", after: nil, limit: 10) == empty)
        }
    }

    @Test func listsByDigestWithTypeAndAnnotations() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let subject = try ManifestBuilder.image().manifest()
            var expected: [Descriptor] = []
            for number in 0..<10 {
                let type = number % 2 == 0 ? "application/vnd.even" : nil
                let builder = ManifestBuilder.referrer(
                    to: subject.descriptor, artifactType: type, annotations: number == 3 ? [] : [("n", "\(number) \"é\u{1f600}\\")])
                let manifest = try await catalog.push(
                    builder.manifest(algorithm: number % 3 == 0 ? .sha512 : .sha256), tags: number == 0 ? ["t"] : [], in: .app)
                expected.append(
                    Descriptor(
                        mediaType: manifest.mediaType, digest: manifest.digest, size: Int64(manifest.bytes.count),
                        annotations: manifest.annotations, artifactType: type ?? "application/vnd.oci.empty.v1+json"))
            }
            expected.sort { $0.digest < $1.digest }
            let even = expected.filter { $0.artifactType == "application/vnd.even" }
            // The same referrers elsewhere, and a referrer of something else, are not listed.
            try await catalog.push(ManifestBuilder.referrer(to: subject.descriptor, artifactType: "a/b").manifest(), in: .other)
            try await catalog.push(ManifestBuilder.referrer(to: .of("x", "a/b"), artifactType: "a/b").manifest(), in: .app)

            func list(_ type: String?, _ after: Digest?, _ limit: Int) async throws -> Page<Descriptor> {
                try await catalog.referrers(of: subject.digest, in: .app, artifactType: type, after: after?.description, limit: limit)
            }
            #expect(try await list(nil, nil, 100) == Page(items: expected, hasMore: false))
            #expect(try await list("application/vnd.even", nil, 100) == Page(items: even, hasMore: false))
            #expect(try await list("application/vnd.none", nil, 100) == Page(items: [], hasMore: false))
            #expect(try await list(nil, nil, 4) == Page(items: Array(expected[..<4]), hasMore: true))
            #expect(try await list(nil, expected[3].digest, 6) == Page(items: Array(expected[4...]), hasMore: false))
            #expect(try await list("application/vnd.even", even[1].digest, 2) == Page(items: Array(even[2..<4]), hasMore: true))
            #expect(try await list(nil, nil, 0) == Page(items: [], hasMore: false))

            #expect(try await catalog.deleteManifest(expected[0].digest, from: .app) == .deleted)
            #expect(try await list(nil, nil, 100).items == Array(expected.dropFirst()))
        }
    }

    @Test func theSubjectMayComeLaterAndGo() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let subject = try ManifestBuilder.image().manifest()
            let referrer = try await catalog.push(ManifestBuilder.referrer(to: subject.descriptor, artifactType: "a/b").manifest(), in: .app)
            func count() async throws -> Int {
                try await catalog.referrers(of: subject.digest, in: .app, artifactType: nil, after: nil, limit: 10).items.count
            }
            #expect(try await count() == 1)
            try await catalog.push(subject, in: .app)
            #expect(try await count() == 1)
            #expect(try await catalog.deleteManifest(subject.digest, from: .app) == .deleted)
            #expect(try await count() == 1)
            #expect(try await catalog.manifest(.digest(referrer.digest), in: .app) != nil)
        }
    }

    @Test func largeAnnotationsEndThePageEarly() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let subject = try ManifestBuilder.image().manifest()
            let text = String(repeating: "x", count: Catalog.referrerPageBytes / 2)
            for number in 0..<5 {
                try await catalog.push(
                    ManifestBuilder.referrer(to: subject.descriptor, artifactType: nil, annotations: [("n\(number)", text)]).manifest(), in: .app)
            }
            var found: [Digest] = []
            var pages = 0
            var more = true
            while more {
                let page = try await catalog.referrers(
                    of: subject.digest, in: .app, artifactType: nil, after: found.last?.description, limit: 100)
                found += page.items.map(\.digest)
                more = page.hasMore
                pages += 1
            }
            #expect(Set(found).count == 5)
            #expect(pages == 3)
        }
    }
}
