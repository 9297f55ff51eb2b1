import Foundation
import StageModel
import StowageTestSupport

/// The repository of a project that has been worked on for a while, made by git itself: 2,011 commits, always the same ones.
///
/// ```
/// main            c1 … c1000 … c1200 ─ merge ─ … c1900          (c1900 is its head)
/// feature/login         └─ l1 … l20 ─┘                           merged, and the branch deleted
/// feature/search                        c1500 ─ s1 … s30         alive
/// feature/abandoned        c800 ─ a1 … a20                       deleted, never merged
/// release/1.x                       c1300 ─ r1 … r20             alive
/// topic/rebase                              c1600 ─ o1 … o10     before it was rebased: nobody has these any more
///                                              c1850 ─ n1 … n10  alive
/// ```
///
/// Tags: `v1.0` to `v1.11`, `v0.4` to `v0.8` annotated, `nightly` lightweight; `v0.9` was deleted.
struct ProjectHistory {
    let scratch: ScratchFolder
    /// What clones come from; bare.
    let remote: String

    private let commits: [String: CommitID]

    /// A commit by its name in the picture.
    func commit(_ name: String) -> CommitID {
        guard let commit = commits[name] else { preconditionFailure("there is no commit \(name)") }
        return commit
    }

    /// Makes the repository in a folder of the test.
    static func make(in scratch: ScratchFolder) async throws -> ProjectHistory {
        let remote = scratch.path("remote.git")
        try await git(["init", "--quiet", "--bare", "--initial-branch", "main", remote], scratch)
        let stream = Stream()
        let script = try scratch.write(stream.text, to: "history")
        try await Shell.succeed("/bin/sh", ["-c", "git fast-import --quiet --export-marks=\(scratch.path("marks")) < \(script)"], in: remote)
        for gone in ["feature/login", "feature/abandoned", "topic/before"] {
            try await git(["update-ref", "-d", "refs/heads/\(gone)"], scratch, in: remote)
        }
        try await git(["update-ref", "-d", "refs/tags/v0.9"], scratch, in: remote)
        let marks = String(decoding: try scratch.read("marks"), as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
        var commits: [String: CommitID] = [:]
        for mark in marks {
            guard let number = Int(mark[0].dropFirst()), let name = stream.names[number] else { continue }
            commits[name] = CommitID(mark[1])
        }
        return ProjectHistory(scratch: scratch, remote: remote, commits: commits)
    }

    /// A clone as a CI job has it that wants the whole history.
    func clone(_ name: String, _ options: String...) async throws -> String {
        try await Self.git(["clone", "--quiet"] + options + ["file://\(remote)", scratch.path(name)], scratch)
        return scratch.path(name)
    }

    static func git(_ arguments: [String], _ scratch: ScratchFolder, in folder: String? = nil) async throws {
        try await Shell.succeed("git", arguments, environment: ["HOME": scratch.path], in: folder ?? scratch.path)
    }
}

extension ProjectHistory {
    /// What `git fast-import` reads.
    private struct Stream {
        private(set) var text = ""
        /// Of the commits, by their marks.
        private(set) var names: [Int: String] = [:]
        private var marks: [String: Int] = [:]

        init() {
            line("main", "c", 1...1000, from: nil)
            line("feature/login", "l", 1...20, from: "c1000")
            line("main", "c", 1001...1200, from: "c1000")
            commit("main", "merge", from: "c1200", merging: "l20")
            line("main", "c", 1201...1900, from: "merge")
            line("feature/search", "s", 1...30, from: "c1500")
            line("feature/abandoned", "a", 1...20, from: "c800")
            line("release/1.x", "r", 1...20, from: "c1300")
            line("topic/before", "o", 1...10, from: "c1600")
            line("topic/rebase", "n", 1...10, from: "c1850")
            for minor in 0...11 { tag("v1.\(minor)", on: "c\(1200 + 50 * minor)") }
            for minor in 4...9 { tag("v0.\(minor)", on: "c\(100 * minor)") }
            text += "reset refs/tags/nightly\nfrom :\(marks["c1890"] ?? 0)\n\n"
        }

        private mutating func line(_ branch: String, _ letter: String, _ numbers: ClosedRange<Int>, from first: String?) {
            var parent = first
            for number in numbers {
                commit(branch, "\(letter)\(number)", from: parent)
                parent = "\(letter)\(number)"
            }
        }

        private mutating func commit(_ branch: String, _ name: String, from parent: String?, merging other: String? = nil) {
            let mark = marks.count + 1
            marks[name] = mark
            names[mark] = name
            // An hour apart, from the first of January 2025 on.
            let who = "Runner <runner@example.com> \(1_735_689_600 + 3600 * mark) +0000"
            text += "commit refs/heads/\(branch)\nmark :\(mark)\nauthor \(who)\ncommitter \(who)\ndata \(name.utf8.count)\n\(name)\n"
            if let parent { text += "from :\(marks[parent] ?? 0)\n" }
            if let other { text += "merge :\(marks[other] ?? 0)\n" }
            text += "M 100644 inline file\ndata \(name.utf8.count)\n\(name)\n\n"
        }

        private mutating func tag(_ name: String, on commit: String) {
            text += "tag \(name)\nfrom :\(marks[commit] ?? 0)\ntagger Runner <runner@example.com> 1767225600 +0000\ndata 7\nRelease\n"
        }
    }
}
