import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@Suite struct ReferrersTests {
    static let indexType = "application/vnd.oci.image.index.v1+json"

    @Test func aRepositoryNeverPushedToHasAnEmptyIndex() async throws {
        try await Registry.with { registry in
            for digest in [Digest(hashing: [1]), Digest(hashing: [1], with: .sha512)] {
                let response = try await registry.get("/v2/never/pushed/referrers/\(digest)")
                #expect(response.status == 200)
                #expect(response["content-type"] == Self.indexType)
                let index = try response.decoded(IndexDocument.self)
                #expect(index.schemaVersion == 2)
                #expect(index.mediaType == Self.indexType)
                #expect(index.manifests.isEmpty)
                #expect(response.text.contains(#""manifests":[]"#))
            }
        }
    }

    @Test func descriptorsSayWhatTheirManifestsSay() async throws {
        try await Registry.with { registry in
            let subject = try await registry.image("layer", as: "latest")
            let own = try await registry.push(.referrer(to: subject.descriptor, artifactType: "a/own", annotations: [("k", "v \"quoted\"")]))
            // Without an artifact type the config's type stands for it.
            let configured = try await registry.push(.referrer(to: subject.descriptor, artifactType: nil))
            var plain = ManifestBuilder.index()
            plain.subject = subject.descriptor
            let index = try await registry.push(plain)
            plain.artifactType = "a/index"
            plain.annotations = [("x", "y")]
            let typedIndex = try await registry.push(plain)

            let response = try await registry.get("/v2/app/referrers/\(subject.digest)")
            #expect(response["content-type"] == Self.indexType)
            #expect(response["oci-filters-applied"] == nil)
            let entries = try response.decoded(IndexDocument.self).manifests
            #expect(entries.map(\.digest) == [own, configured, index, typedIndex].map(\.digest).sorted().map(\.description))
            for (manifest, type, annotations) in [
                (own, "a/own" as String?, ["k": "v \"quoted\""] as [String: String]?), (configured, "application/vnd.oci.empty.v1+json", nil),
                (index, nil, nil), (typedIndex, "a/index", ["x": "y"]),
            ] {
                let entry = try #require(entries.first { $0.digest == "\(manifest.digest)" })
                #expect(entry.mediaType == manifest.mediaType.value)
                #expect(entry.size == Int64(manifest.bytes.count))
                #expect(entry.artifactType == type)
                #expect(entry.annotations == annotations)
            }
        }
    }

    @Test func theFilterIsAppliedAndSaid() async throws {
        try await Registry.with { registry in
            let subject = try await registry.image("layer")
            try await registry.push(.referrer(to: subject.descriptor, artifactType: "a/one+json"))
            try await registry.push(.referrer(to: subject.descriptor, artifactType: "a/two"))
            for (type, count) in [("a/one+json", 1), ("a%2Fone%2Bjson", 1), ("a/two", 1), ("a/none", 0)] {
                let response = try await registry.get("/v2/app/referrers/\(subject.digest)?artifactType=\(type)")
                #expect(response.status == 200)
                #expect(response["oci-filters-applied"] == "artifactType")
                #expect(try response.decoded(IndexDocument.self).manifests.count == count)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 6, 7], [false, true]) func pagesFollowTheirLinksToTheEnd(n: Int, filtered: Bool) async throws {
        try await Registry.with { registry in
            let subject = try await registry.image("layer")
            var expected: [Digest] = []
            for number in 0..<6 {
                expected.append(
                    try await registry.push(.referrer(to: subject.descriptor, artifactType: "a/b+c", annotations: [("n", "\(number)")])).digest)
            }
            try await registry.push(.referrer(to: subject.descriptor, artifactType: "other/type"))
            if !filtered { expected.append(try ManifestBuilder.referrer(to: subject.descriptor, artifactType: "other/type").manifest().digest) }
            var seen: [String] = []
            var target: String? = "/v2/app/referrers/\(subject.digest)?n=\(n)\(filtered ? "&artifactType=a/b%2Bc" : "")"
            var pages = 0
            while let next = target, pages < 20 {
                let response = try await registry.get(next)
                #expect(response.status == 200)
                #expect(response["oci-filters-applied"] == (filtered ? "artifactType" : nil))
                seen += try response.decoded(IndexDocument.self).manifests.map(\.digest)
                target = response.next
                pages += 1
            }
            #expect(seen == expected.sorted().map(\.description))
            #expect(pages == (expected.count + n - 1) / n)
        }
    }

    @Test func zeroIsAnEmptyIndexWithoutLink() async throws {
        try await Registry.with { registry in
            let subject = try await registry.image("layer")
            try await registry.push(.referrer(to: subject.descriptor, artifactType: "a/b"))
            let response = try await registry.get("/v2/app/referrers/\(subject.digest)?n=0")
            #expect(response.status == 200)
            #expect(response["link"] == nil)
            #expect(try response.decoded(IndexDocument.self).manifests.isEmpty)
        }
    }

    /// Clients refuse manifests over 4 MB, so a page of large annotations is a short one. What JSON must escape counts as it
    /// is written.
    @Test(arguments: ["v", "\"", "\u{1}", "é"]) func everyPageStaysBelowFourMegabytes(character: String) async throws {
        try await Registry.with { registry in
            let subject = try await registry.image("layer")
            let value = String(repeating: character, count: 500_000)
            var expected: [Digest] = []
            for number in 0..<8 {
                expected.append(
                    try await registry.push(.referrer(to: subject.descriptor, artifactType: "a/b", annotations: [("n", "\(number)\(value)")])).digest)
            }
            var seen: [String] = []
            var target: String? = "/v2/app/referrers/\(subject.digest)"
            while let next = target, seen.count < 20 {
                let response = try await registry.get(next)
                #expect(response.body.count < 4_000_000, "\(response.body.count)")
                seen += try response.decoded(IndexDocument.self).manifests.map(\.digest)
                target = response.next
            }
            #expect(seen == expected.sorted().map(\.description))
        }
    }

    @Test func deletedReferrersAreGoneAndASubjectMayGoFirst() async throws {
        try await Registry.with { registry in
            let subject = try await registry.image("layer")
            let referrer = try await registry.push(.referrer(to: subject.descriptor, artifactType: "a/b"))
            #expect(try await registry.probe.deleteManifest("\(subject.digest)", from: "app").status == 202)
            #expect(try await registry.get("/v2/app/referrers/\(subject.digest)").decoded(IndexDocument.self).manifests.count == 1)
            #expect(try await registry.probe.deleteManifest("\(referrer.digest)", from: "app").status == 202)
            #expect(try await registry.get("/v2/app/referrers/\(subject.digest)").decoded(IndexDocument.self).manifests.isEmpty)
        }
    }

    @Test func referrersOfOneRepositoryAreNotThoseOfAnother() async throws {
        try await Registry.with { registry in
            let subject = try await registry.image("layer")
            try await registry.push(.referrer(to: subject.descriptor, artifactType: "a/b"))
            #expect(try await registry.get("/v2/other/referrers/\(subject.digest)").decoded(IndexDocument.self).manifests.isEmpty)
        }
    }

    /// An index under the fallback tag, as clients write it to registries without this API, is an ordinary manifest, and its
    /// entries are referrers in their own right.
    @Test func theFallbackTagIsAnOrdinaryTag() async throws {
        try await Registry.with { registry in
            let subject = try await registry.image("layer")
            let referrer = try await registry.push(.referrer(to: subject.descriptor, artifactType: "a/b"))
            let tag = "sha256-\(subject.digest.hex)"
            try await registry.push(.index(of: [referrer]), as: tag)
            #expect(try await registry.get("/v2/app/manifests/\(tag)").status == 200)
            #expect(
                try await registry.get("/v2/app/referrers/\(subject.digest)").decoded(IndexDocument.self).manifests.map(\.digest)
                    == ["\(referrer.digest)"])
        }
    }
}
