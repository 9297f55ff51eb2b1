import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@Suite struct TagFactsTests {
    static let stage = String(repeating: "0f", count: 28) + "-1611836746968"
    static let parent = String(repeating: "ab", count: 32)
    static let commits = ["1", "2", "3"].map { String(repeating: $0, count: 40) }

    private func read(
        _ tag: String, annotations: [String: String] = [:], labels: [String: String] = [:], layers: [String] = ["one", "three"]
    ) throws -> TagFacts {
        var builder = ManifestBuilder.image(layers: layers)
        builder.annotations = annotations.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return TagFacts(try TagName(tag), manifest: try builder.manifest(), labels: ConfigLabels(labels))
    }

    private func readStage(annotations: [String: String] = [:], labels: [String: String] = [:]) throws -> StageFacts {
        guard case .stage(_, let facts) = try read(Self.stage, annotations: annotations, labels: labels) else { throw Unexpected(what: "no stage") }
        return facts
    }

    private func readImage(_ tag: String = "v1", annotations: [String: String] = [:], labels: [String: String] = [:]) throws -> ImageFacts {
        guard case .image(let facts) = try read(tag, annotations: annotations, labels: labels) else { throw Unexpected(what: "no image") }
        return facts
    }

    @Test func nothingKnownIsNoFact() throws {
        #expect(try readStage() == StageFacts(size: 10))
        #expect(try readImage() == ImageFacts(size: 10))
    }

    @Test func ourOwnNames() throws {
        let names = [
            FactNames.stageName: "install", FactNames.parent: Self.parent,
            FactNames.commits: "\(Self.commits[1]) \(Self.commits[0])  \(Self.commits[1])",
            FactNames.gitReference: "feature/x", FactNames.buildMilliseconds: "90500", FactNames.imageName: "backend",
        ]
        let expected = StageFacts(
            stageName: "install", imageName: "backend", parent: Self.parent, commits: Self.commits.prefix(2).compactMap { CommitID($0) },
            gitReference: "feature/x", buildDuration: .milliseconds(90_500), size: 10)
        #expect(try readStage(annotations: names) == expected)
        #expect(try readStage(labels: names) == expected)
        #expect(try readStage(annotations: [FactNames.stageName: "setup"], labels: names).stageName == "setup")
        #expect(try readStage(annotations: [FactNames.stageName: ""], labels: names).stageName == "install")
    }

    /// As `werf build` of 1.1 labels a stage.
    @Test func werfsStage() throws {
        let labels = [
            "werf": "project", "werf-version": "v1.1.34", "werf-cache-version": "1.1", "werf-image": "false",
            "werf-docker-image-name": "registry/project/stages:\(Self.stage)", "werf-stage-signature": String(repeating: "0f", count: 28),
            "werf-project-repo-commit": Self.commits[0], "werf-git-6f1c-commit": Self.commits[1], "werf-git-6f1c-type": "git-archive",
            "werf-git-6f1c-virtual-merge": "false", "werf-git-77aa-commit": Self.commits[0], "werf.io/parent-stage-id": Self.stage,
            "org.opencontainers.image.revision": Self.commits[2],
        ]
        let facts = try readStage(labels: labels)
        #expect(facts.commits.map(\.value) == Array(Self.commits.prefix(2)))
        #expect(facts.parent == Self.stage)
        #expect(facts.imageName == nil)
    }

    /// The commit of a made-up merge is in nobody's clone.
    @Test func werfsVirtualMerge() throws {
        let labels = [
            "werf-project-repo-commit": Self.commits[0], "werf-git-6f1c-commit": Self.commits[0], "werf-git-6f1c-virtual-merge": "true",
            "werf-git-6f1c-virtual-merge-from-commit": Self.commits[1], "werf-git-6f1c-virtual-merge-into-commit": Self.commits[2],
        ]
        #expect(try readStage(labels: labels).commits.map(\.value) == [Self.commits[1]])
    }

    @Test func werfsPublishedImage() throws {
        let signature = String(repeating: "0f", count: 28)
        let labels = [
            "werf-image": "true", "werf-image-name": "backend", "werf-image-tag": "v1", "werf-tag-strategy": "git-tag",
            "werf-stage-signature": signature, "werf-content-signature": String(repeating: "cc", count: 28),
            "werf-project-repo-commit": Self.commits[0],
        ]
        let facts = try readImage(labels: labels)
        #expect(
            facts
                == ImageFacts(
                    imageName: "backend", strategy: .gitTag, commits: Self.commits.prefix(1).compactMap { CommitID($0) },
                    signature: Signature(signature), size: 10))
        #expect(try readImage("backend-v1", labels: labels).strategy == .gitTag, "all images in one repository")
        #expect(try readImage("latest", labels: labels).strategy == nil, "inherited by an image that is built on it")
        #expect(try readImage(signature, labels: labels).imageName == "backend", "the tag of a stage, and yet an image")
    }

    /// Of 1.1 the image id of the source, of 2 its stage; checksums say nothing of where from.
    @Test func importsOfWerf() throws {
        let id = "sha256:\(String(repeating: "d", count: 64))"
        let labels = [
            "werf-import-node-1a2b": id, "werf-import-checksum-77aa": String(repeating: "c", count: 64),
            "werf-import-source-stage-id-77aa": Self.stage, "werf-dependency-stage-id-88bb": String(repeating: "ee", count: 28),
            "werf-import-odd": "latest", "werf-imports": id, "werf.io/parent-stage-id": Self.stage,
        ]
        let imports = [Self.stage, String(repeating: "ee", count: 28), id].sorted()
        #expect(try readStage(labels: labels).imports == imports)
        #expect(try readStage(labels: labels).parent == Self.stage)
        #expect(try readImage(labels: labels).imports == imports)
        #expect(try readImage(labels: [FactNames.parent: Self.parent]).imports == [Self.parent], "an image keeps what it is built on")
        #expect(try readImage(annotations: ["org.opencontainers.image.base.digest": id]).imports == [id])
    }

    /// As buildah writes what it caches: no labels, an annotation of its base.
    @Test func buildahsCache() throws {
        let base = "sha256:\(Self.parent)"
        guard
            case .stage(let stage, let facts) = try read(
                Self.parent, annotations: ["org.opencontainers.image.base.digest": base, "org.opencontainers.image.base.name": "docker.io/alpine"])
        else { throw Unexpected(what: "no stage") }
        #expect(stage.uniqueID == 0)
        #expect(facts == StageFacts(parent: base, size: 10))
    }

    @Test func openContainersNames() throws {
        let facts = try readImage(
            annotations: ["org.opencontainers.image.title": "Backend", "org.opencontainers.image.revision": Self.commits[0]],
            labels: ["org.opencontainers.image.title": "ubuntu"])
        #expect(facts.imageName == "Backend")
        #expect(facts.commits.map(\.value) == [Self.commits[0]])
        #expect(try readImage(labels: ["org.opencontainers.image.ref.name": "ubuntu"]).imageName == nil, "inherited from its base")
    }

    @Test(arguments: [
        [FactNames.stageName: "a\u{1b}[31mb"], [FactNames.stageName: String(repeating: "x", count: 256)], [FactNames.stageName: "a\u{202e}b"],
        [FactNames.parent: "latest"], [FactNames.commits: "main 12345"], [FactNames.buildMilliseconds: "-1"], [FactNames.buildMilliseconds: "1e3"],
        [FactNames.buildMilliseconds: "9223372036854775807"], ["werf-git-x-commit": "HEAD"], ["org.opencontainers.image.revision": "v1-dirty"],
    ]) func oddValuesAreNoFacts(_ labels: [String: String]) throws {
        #expect(try readStage(labels: labels) == StageFacts(size: 10))
    }

    @Test func aPartOfVeryManyCommitsIsWorseThanNone() throws {
        func commits(_ count: Int) -> String {
            (0..<count).map { number in String(repeating: "0", count: 40 - "\(number)".count) + "\(number)" }.joined(separator: " ")
        }
        #expect(try readStage(labels: [FactNames.commits: commits(128)]).commits.count == 128)
        #expect(try readStage(labels: [FactNames.commits: commits(129)]).commits.isEmpty)
    }

    @Test func sizesAreClaims() throws {
        #expect(try readStageSize(layers: ["one", "one"]) == 5)
        var builder = ManifestBuilder.image(layers: [])
        builder.layers = (0..<3).map { number in
            let layer = Descriptor.of("\(number)", "application/vnd.oci.image.layer.v1.tar")
            return Descriptor(mediaType: layer.mediaType, digest: layer.digest, size: Int64.max)
        }
        #expect(StageFacts(try builder.manifest(), labels: .none).size == Int64.max)
        #expect(StageFacts(try ManifestBuilder.index(of: [try ManifestBuilder.image().manifest()]).manifest(), labels: .none).size == 0)
    }

    private func readStageSize(layers: [String]) throws -> Int64 {
        StageFacts(try ManifestBuilder.image(layers: layers).manifest(), labels: .none).size
    }

    @Test func recordsKeepTheirLabels() throws {
        let commit = Self.commits[0]
        guard case .service(let service, let labels) = try read("image-metadata-by-commit-app-\(commit)", labels: ["ContentSignature": "abc"]) else {
            throw Unexpected(what: "no record")
        }
        #expect(service == .imageMetadataByCommit(name: "app", commit: try #require(CommitID(commit))))
        #expect(labels == ["ContentSignature": "abc"])
        let many = Dictionary(uniqueKeysWithValues: (0..<500).map { ("l\($0)", String(repeating: "x", count: 1000)) })
        guard case .service(_, let kept) = try read("cleanup", labels: many) else { throw Unexpected(what: "no record") }
        #expect(kept.count == 16)
    }

    @Test(arguments: [("latest", true), (stage, true), ("cleanup", true), (stage + "-rejected", false), ("client-id-x-1", false)])
    func labelsAreReadWhereTheySaySomething(_ tag: String, _ needs: Bool) throws {
        #expect(TagFacts.needLabels(try TagName(tag)) == needs)
    }
}
