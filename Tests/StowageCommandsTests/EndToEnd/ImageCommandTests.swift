import Foundation
import StageModel
import StowageTestSupport
import Testing

@Suite("image publish, list and inspect; stats")
struct ImageCommandTests {
    private static let signature = String(repeating: "ab", count: 32)

    private func entries(_ result: ShellResult) throws -> [ImageListing.Entry] {
        struct Payload: Decodable { let images: [ImageListing.Entry] }
        return try JSONDecoder().decode(Payload.self, from: Data(result.output)).images
    }

    @Test func `A stage gets the tag of its strategy`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["tree/a": "1"])
            _ = try await bench.stowage("stage", "push", Self.signature, "tree", in: folder)
            let commit = String(repeating: "1", count: 40)
            let cases: [(options: [String], environment: [String: String], tag: String, strategy: TagStrategy, reference: String?)] = [
                (["git-branch", "--reference", "main"], [:], "main", .gitBranch, "main"),
                (["git-branch"], ["CI_COMMIT_BRANCH": "develop"], "develop", .gitBranch, "develop"),
                (["git-tag"], ["CI_COMMIT_TAG": "v1.0"], "v1.0", .gitTag, "v1.0"),
                (["git-commit", "--commit", commit], [:], commit, .gitCommit, commit),
                (["stages-signature"], [:], Self.signature, .stagesSignature, nil), (["custom", "--tag", "x"], [:], "x", .custom, nil),
            ]
            for (options, environment, tag, strategy, reference) in cases {
                let result = try await bench.stowage(
                    ["image", "publish", Self.signature, "--format", "json", "--name", "api", "--strategy"] + options, in: folder,
                    environment: environment)
                #expect(result.status == .exited(0), "\(result)")
                let entry = try #require(try entries(result).first)
                #expect(entry.tag == tag)
                #expect(entry.strategy == strategy)
                #expect(entry.gitReference == reference)
                #expect(entry.imageName == "api")
            }
            let branch = try await bench.stowage(
                "image", "publish", Self.signature, "--strategy", "git-branch", "--reference", "feature/x", "--format", "json", in: folder)
            let slug = try #require(try entries(branch).first)
            #expect(slug.tag.hasPrefix("feature-x-"))
            #expect(slug.gitReference == "feature/x")
            let listed = try entries(try await bench.stowage("image", "list", "--name", "api", "--format", "json", in: folder))
            #expect(listed.count == cases.count)
            let inspected = try await bench.stowage("image", "inspect", "main", "--name", "api", in: folder)
            #expect(inspected.text.contains("image      app/api:main\n"), "\(inspected)")
            #expect(inspected.text.contains("strategy   git-branch\n"))
        }
    }

    @Test func `What the strategy needs must be known, and a job for a tag has no branch`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["tree/a": "1"])
            _ = try await bench.stowage("stage", "push", Self.signature, "tree", in: folder)
            for options in [["git-branch"], ["git-commit"], ["custom"], ["git-tag"]] {
                let result = try await bench.stowage(
                    ["image", "publish", Self.signature, "--strategy"] + options, in: folder,
                    environment: options == ["git-tag"] ? ["CI_COMMIT_BRANCH": "main"] : ["CI_COMMIT_TAG": "v1"])
                #expect(result.status == .exited(64), "\(result)")
            }
            #expect(try await bench.stowage("image", "publish", Self.signature, "--strategy", "none", in: folder).status == .exited(64))
            #expect(try await bench.stowage("image", "inspect", "none", in: folder).status == .exited(1))
        }
    }

    @Test func `An image gets another tag from its own`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["tree/a": "1"])
            _ = try await bench.stowage("stage", "push", Self.signature, "tree", in: folder)
            _ = try await bench.stowage("image", "publish", Self.signature, "--strategy", "custom", "--tag", "a", "--tag", "b", in: folder)
            for source in ["a", "app:b"] {
                let result = try await bench.stowage("image", "publish", source, "--strategy", "custom", "--tag", "c", in: folder)
                #expect(result.status == .exited(0), "\(result)")
            }
            let listed = try entries(try await bench.stowage("image", "list", "--format", "json", in: folder))
            #expect(listed.map(\.tag) == ["a", "b", "c"])
        }
    }

    @Test func `Statistics show lookups and hits`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["tree/a": "1"])
            _ = try await bench.stowage("stage", "push", Self.signature, "tree", in: folder)
            _ = try await bench.stowage("stage", "pull", Self.signature, "copy", in: folder)
            let result = try await bench.stowage("stats", "--format", "json", in: folder)
            let statistics = try JSONDecoder().decode(HitStatistics.self, from: Data(result.output))
            #expect(statistics.hours.first?.repository == "app/stages", "\(result)")
            #expect((statistics.hours.first?.hits ?? 0) > 0)
            #expect(try await bench.stowage("stats", in: folder).text.hasPrefix("REPOSITORY  LOOKUPS"))
        }
    }
}
