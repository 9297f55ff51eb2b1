import Foundation
import StowageTestSupport
import Testing

/// A git repository with something to build in it, and runners that build it.
struct Project {
    let scratch: ScratchFolder
    let server: LiveServer

    /// What a build did.
    struct Build {
        /// The stages whose command ran, in order.
        let ran: [String]
        /// What the runner said to people.
        let messages: String

        /// The lines that name a stage.
        func explanation(of stage: String) -> String {
            messages.split(separator: "\n").filter { $0.contains("\(stage):") || $0.contains(" \(stage) ") }.joined(separator: "\n")
        }
    }

    /// Three commits on `main`, two further branches.
    func create() async throws {
        try await git(["init", "--quiet", "--initial-branch", "main", scratch.path("origin")], in: scratch.path)
        try scratch.write("all:\n", to: "origin/README")
        try await commit("Begin")
        _ = try scratch.folder("origin/tool")
        try scratch.write(Self.palette, to: "origin/tool/palette.c")
        try scratch.write(Self.hash, to: "origin/tool/hash.c")
        try await commit("Add the tool")
        for name in ["assets", "docs"] { _ = try scratch.folder("origin/\(name)") }
        for (name, text) in [("red", "255 0 0"), ("green", "0 255 0"), ("blue", "0 0 255")] {
            try scratch.write("\(text)\n", to: "origin/assets/\(name).txt")
        }
        try scratch.write("# Palettes\n", to: "origin/docs/manual.md")
        try await commit("Add assets and a manual")
        try await git(["checkout", "--quiet", "-b", "feature"])
        try scratch.write("all: later\n", to: "origin/README")
        try await commit("Change what no stage reads")
        try await git(["checkout", "--quiet", "-b", "changed-tool", "main"])
        try scratch.write(Self.hash + "/* slower, but fairer */\n", to: "origin/tool/hash.c")
        try await commit("Change the tool")
        try await git(["checkout", "--quiet", "main"])
    }

    private func commit(_ message: String) async throws {
        try await git(["add", "--all"])
        try await git(["commit", "--quiet", "--message", message])
    }

    func git(_ arguments: [String], in folder: String? = nil) async throws {
        let identity = ["-c", "user.name=Runner", "-c", "user.email=runner@example.com", "-c", "commit.gpgsign=false"]
        try await Shell.succeed("git", identity + arguments, environment: ["HOME": scratch.path], in: folder ?? scratch.path("origin"))
    }

    /// A clone as a CI job has it.
    func checkout(_ branch: String, as name: String) async throws -> String {
        try await git(["clone", "--quiet", "--branch", branch, scratch.path("origin"), scratch.path(name)], in: scratch.path)
        return scratch.path(name)
    }

    /// Runs `Scripts/build.sh` in a checkout.
    func build(in folder: String, variables: [String: String] = ["CFLAGS": "-O1"]) async throws -> Build {
        let log = try scratch.write("", to: "run.log")
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Scripts/build.sh").path()
        let environment = ["HOME": scratch.path("home"), "STOWAGE_SERVER": server.baseURL, "STOWAGE_PROJECT": "palettes", "RUN_LOG": log]
        let result = try await Shell.succeed(
            "/bin/sh", [script, try LiveServer.binary()], environment: environment.merging(variables) { $1 }, in: folder, timeLimit: .seconds(120))
        let ran = String(decoding: try scratch.read("run.log"), as: UTF8.self).split(separator: "\n").map(String.init)
        return Build(ran: ran, messages: result.errorText)
    }

    /// Everything that a build left in its outputs but the bytes: kind, mode, size, time and name.
    func listing(of folder: String) async throws -> String {
        let outputs = ["build/bin", "build/assets", "build/manual", "build/package.tar.gz"]
        // What is in an output comes back as it was; the folder itself is made anew.
        let found = try await Shell.succeed(
            "find", outputs + ["(", "-path", "*/*/*", "-o", "-type", "f", ")", "-printf", "%p %y %m %s %T@ %l\n"], in: folder)
        return found.text.split(separator: "\n").sorted().joined(separator: "\n")
    }

    /// Reads numbers and writes a palette of as many colours as its argument says.
    private static let palette = """
        #include <stdio.h>
        #include <stdlib.h>
        unsigned hash(unsigned seed);
        int main(int count, char **words) {
            unsigned seed = 1, number;
            while (scanf("%u", &number) == 1) seed = hash(seed ^ number);
            for (int i = 0; i < atoi(words[1]); i++) printf("#%06x\\n", (seed = hash(seed)) & 0xffffff);
            return count != 2;
        }

        """

    private static let hash = """
        unsigned hash(unsigned seed) {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            return seed ^ (seed << 5);
        }

        """
}
