import Foundation
package import StageModel

/// A repository that git made from a ``HistoryBuilder``.
package struct WrittenHistory: Sendable {
    package let folder: String
    private let ids: [String: CommitID]

    init(folder: String, ids: [String: CommitID]) {
        self.folder = folder
        self.ids = ids
    }

    /// The id of a commit, or of an annotated tag's object, by its name in the test.
    package subscript(name: String) -> CommitID {
        get throws {
            guard let id = ids[name] else { throw HistoryBuilder.Unknown(name: name) }
            return id
        }
    }
}

extension HistoryBuilder {
    /// What git is run with, so that it sees no configuration but the repository's.
    package static let isolated = [
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_ATTR_NOSYSTEM": "1",
        "HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent",
    ]

    /// Makes the repository, or adds what it hasn't, moves its branches and tags, and removes those branches that are no more.
    ///
    /// - Parameters:
    ///   - folder: Made where it isn't there.
    ///   - objectFormat: `sha1` or `sha256`.
    /// - Throws: what `Shell.succeed` does; ``Unknown``.
    package func write(to folder: String, isBare: Bool = true, objectFormat: String = "sha1") async throws -> WrittenHistory {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await Shell.succeed(
            "git", ["init", "--quiet", "--initial-branch=main", "--object-format=\(objectFormat)"] + (isBare ? ["--bare"] : []),
            environment: Self.isolated, in: folder)
        return try await ScratchFolder.with { scratch in
            let input = try scratch.write(stream + "done\n", to: "stream")
            let marks = scratch.path("marks")
            let importing = "git fast-import --quiet --force --done --export-marks='\(marks)' < '\(input)' && git update-ref -d \(Self.scratch)"
            try await Shell.succeed("sh", ["-c", importing], environment: Self.isolated, in: folder)
            var names = [Int: String](minimumCapacity: self.marks.count)
            for (name, mark) in self.marks { names[mark] = name }
            var ids: [String: CommitID] = [:]
            for line in String(decoding: try scratch.read("marks"), as: UTF8.self).split(separator: "\n") {
                let parts = line.dropFirst().split(separator: " ")
                guard parts.count == 2, let mark = Int(parts[0]), let name = names[mark] else { continue }
                ids[name] = CommitID(parts[1])
            }
            let history = WrittenHistory(folder: folder, ids: ids)
            let updates = try scratch.write(
                allReferences().map { "update \($0.name) \(try history[$0.target])\n" }.joined(), to: "updates")
            // Not by fast-import, which lets only annotated tags lead to something else than commits.
            let updating = """
                git for-each-ref --format='delete %(refname)' refs/heads | git update-ref --stdin
                git update-ref --stdin < '\(updates)'
                """
            try await Shell.succeed("sh", ["-e", "-c", updating], environment: Self.isolated, in: folder)
            return history
        }
    }
}
