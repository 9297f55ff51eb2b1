import Foundation
import StageModel
import StowageTestSupport
import Testing

@testable import ContentHashing
@testable import GitHistory

/// A repository that a test makes with the program `git`, which sees no configuration but the repository's.
struct TestRepository: Sendable {
    let folder: String
    /// Of git and of the code under test.
    var environment: [String: String] = Self.isolated

    static let isolated = [
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_ATTR_NOSYSTEM": "1",
        "HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent",
    ]

    private static let author = [
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com",
    ]

    /// Makes an empty repository with the branch `main`.
    static func make(_ folder: String) async throws -> TestRepository {
        let repository = TestRepository(folder: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await repository.git("init", "--quiet", "--initial-branch=main")
        return repository
    }

    /// Runs `body` with a new, empty repository in a temporary folder.
    static func with<R>(named name: String = "repository", _ body: (TestRepository) async throws -> R) async throws -> R {
        try await withTemporaryDirectory { try await body(try await make("\($0)/\(name)")) }
    }

    @discardableResult
    func git(_ arguments: String..., dated date: String? = nil) async throws -> String {
        var environment = environment.merging(Self.author) { $1 }
        if let date {
            environment["GIT_COMMITTER_DATE"] = date
            environment["GIT_AUTHOR_DATE"] = date
        }
        return try await Shell.succeed("git", ["-C", folder] + arguments, environment: environment).text
    }

    /// Makes a commit that differs from any other.
    @discardableResult
    func commit(_ message: String = "commit", dated date: String? = nil) async throws -> CommitID {
        try await git("commit", "--quiet", "--allow-empty", "--message", "\(message) \(UUID())", dated: date)
        return try await commit(of: "HEAD")
    }

    func commit(of name: String) async throws -> CommitID {
        try #require(CommitID(try await git("rev-parse", "--verify", name).dropLast()))
    }

    func write(_ text: String, to path: String) throws {
        let path = "\(folder)/\(path)"
        try FileManager.default.createDirectory(atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(atPath: "\(folder)/\(path)")
    }

    /// A clone by the protocol that clones over a network use.
    func clone(to folder: String, _ options: String...) async throws -> TestRepository {
        try await Shell.succeed("git", ["clone", "--quiet"] + options + ["file://\(self.folder)", folder], environment: environment)
        return TestRepository(folder: folder)
    }

    /// The repository as the code under test sees it.
    func found(in subfolder: String = "") async throws -> GitRepository {
        try #require(try await find(in: subfolder))
    }

    func find(in subfolder: String = "") async throws -> GitRepository? {
        try await GitRepository.find(
            from: subfolder.isEmpty ? folder : "\(folder)/\(subfolder)", git: GitProgram(environment: environment))
    }

    func tracked(below subfolder: String = "") async throws -> TrackedFiles? {
        try await TrackedFiles.find(below: subfolder.isEmpty ? folder : "\(folder)/\(subfolder)", git: GitProgram(environment: environment))
    }

    /// The files that are taken for their objects where the digests of all objects are known, by path, with the objects' ids.
    func believed(below subfolder: String = "") async throws -> [String: String] {
        guard let tracked = try await tracked(below: subfolder), let changed = try await tracked.changed() else { return [:] }
        var believed: [String: String] = [:]
        for (index, file) in tracked.objectIDs.files.enumerated() where !changed.contains(tracked.objectIDs.paths[index]) {
            let id = file.id.hex
            // As the hasher does.
            guard try await git("-C", subfolder.isEmpty ? "." : subfolder, "cat-file", "-s", id) == "\(file.status?.size ?? -1)\n" else { continue }
            believed[String(decoding: tracked.objectIDs.paths[index].bytes, as: UTF8.self)] = id
        }
        return believed
    }
}

extension ObjectID {
    var hex: String {
        withUnsafeBytes(of: words) { bytes in
            bytes.prefix(byteCount).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }
}
