import ContentHashing
import Foundation
import Glibc
import StowageTestSupport
import Testing

@testable import GitHistory

@Suite("Tracked files", .enabled(if: Tool.areExpected("git")))
struct TrackedFilesTests {
    /// A repository with a few committed files.
    private func with(_ files: [String: String], attributes: String? = nil, _ body: (TestRepository) async throws -> Void) async throws {
        try await TestRepository.with { repository in
            if let attributes { try repository.write(attributes, to: ".gitattributes") }
            for (path, text) in files { try repository.write(text, to: path) }
            try await repository.git("add", "--all")
            try await repository.commit()
            try await body(repository)
        }
    }

    private func id(_ path: String, in repository: TestRepository) async throws -> String {
        String(try await repository.git("rev-parse", "HEAD:\(path)").dropLast())
    }

    @Test func `Files that are as committed have their object's id`() async throws {
        try await with(["a": "1", "sub/b": "2", "sub/deep/c": "3", "-d": "4", "with space": "5", "ä": "6", "two\nlines": "7", "tab\t\"q\"": "8"]) {
            repository in
            let all = try await repository.believed()
            #expect(all.count == 8)
            for (path, id) in all { #expect(try await self.id(path, in: repository) == id) }
            let sub = try await repository.believed(below: "sub")
            #expect(sub == ["b": try await id("sub/b", in: repository), "deep/c": try await id("sub/deep/c", in: repository)])
            // As given on a command line, with a slash, or through a link.
            #expect(try await repository.believed(below: "sub/").count == 2)
            symlink("sub", repository.folder + "/link")
            #expect(try await repository.believed(below: "link") == sub)
        }
    }

    @Test func `What isn't as committed is left out`() async throws {
        try await with(["same": "1", "changed": "2", "longer": "3", "gone": "4", "type": "5", "folder/file": "6", "staged": "7"]) { repository in
            try repository.write("x", to: "changed")
            try repository.write("33", to: "longer")
            try repository.remove("gone")
            try repository.remove("type")
            symlink("same", repository.folder + "/type")
            try repository.remove("folder")
            symlink(".", repository.folder + "/folder")
            try repository.write("77", to: "staged")
            try await repository.git("add", "staged")
            try repository.write("new", to: "untracked")
            try repository.write("", to: "intended")
            try repository.write("more", to: "intended2")
            try await repository.git("add", "--intent-to-add", "intended", "intended2")

            let clean = try await repository.believed()
            #expect(clean.keys.sorted() == ["same", "staged"])
            #expect(clean["staged"] == String(try await repository.git("rev-parse", ":staged").dropLast()), "the index counts, not the commit")
        }
    }

    /// Git compares times and sizes; where these can't tell, it has to read.
    @Test func `A change of the same size in the same moment is seen`() async throws {
        try await with([:]) { repository in
            for round in 0..<20 {
                try repository.write("a\(round)", to: "file")
                try await repository.git("add", "file")
                try repository.write("b\(round)", to: "file")
                #expect(try await repository.believed() == [:])
            }
        }
    }

    @Test(arguments: ["--assume-unchanged", "--skip-worktree"])
    func `A file that git is told not to look at is left out`(option: String) async throws {
        try await with(["a": "1", "b": "2"]) { repository in
            try await repository.git("update-index", option, "a")
            try repository.write("x", to: "a")
            #expect(try await repository.believed().keys.sorted() == ["b"])
        }
    }

    @Test func `Symlinks, submodules and files in conflict are left out`() async throws {
        try await with(["a": "1", "conflict": "1"]) { repository in
            symlink("a", repository.folder + "/link")
            let commit = try await repository.commit(of: "HEAD")
            try await repository.git("update-index", "--add", "--cacheinfo", "160000,\(commit),module")
            try FileManager.default.createDirectory(atPath: repository.folder + "/module", withIntermediateDirectories: true)
            try await repository.git("add", "link")
            try await repository.commit()
            try await repository.git("checkout", "--quiet", "-b", "other")
            try repository.write("2", to: "conflict")
            try await repository.git("commit", "--quiet", "--all", "--message", "m")
            try await repository.git("checkout", "--quiet", "main")
            try repository.write("3", to: "conflict")
            try await repository.git("commit", "--quiet", "--all", "--message", "m")
            await #expect(throws: ShellError.self) { try await repository.git("merge", "other") }
            #expect(try await repository.believed().keys.sorted() == ["a"])
        }
    }

    @Test func `Files under a filter are left out`() async throws {
        let attributes = "*.lfs filter=lfs\n*.id ident\n*.utf16 working-tree-encoding=UTF-16\n*.unset -filter -ident\n"
        try await with(["a.lfs": "1", "sub/b.id": "$Id$", "d.unset": "1", "e": "1"], attributes: attributes) { repository in
            let found = try await repository.believed().keys.sorted()
            #expect(found == [".gitattributes", "d.unset", "e"])
        }
    }

    @Test(arguments: ["* text=auto\n", "* text\n", "* eol=lf\n", "* crlf\n", "* crlf=input\n", "a text eol=crlf\nb text\nc text\nd binary\n"])
    func `Files whose line ends git converts are left out, and only those`(attributes: String) async throws {
        try await with(["a": "1\r\n2\r\n", "b": "1\r\n2\n", "c": "1\n2\n", "d": "1"], attributes: attributes) { repository in
            #expect(try await id("a", in: repository) == (try await id("c", in: repository)), "git converted it")
            let clean = try await repository.believed()
            #expect(clean.keys.sorted() == [".gitattributes", "c", "d"])
        }
    }

    @Test(arguments: ["true", "input", "yes"])
    func `The setting converts as an attribute does`(value: String) async throws {
        try await TestRepository.with { repository in
            try await repository.git("config", "core.autocrlf", value)
            try await repository.git("config", "core.safecrlf", "false")
            try repository.write("1\r\n", to: "a")
            try repository.write("1", to: "b")
            try await repository.git("add", "--all")
            try await repository.commit()
            #expect(try await repository.believed().keys.sorted() == ["b"])
            try await repository.git("config", "core.autocrlf", "false")
            #expect(try await repository.believed()["b"] != nil)
        }
    }

    @Test(arguments: [
        (".git/info/attributes", "a filter=x\n"), ("s*b/.gitattributes", "a filter=x\n"), (".gitattributes", "s?b/a filter=x\n"),
        ("elsewhere", "a filter=x\n"), ("git/attributes", "a filter=x\n"),
    ])
    func `Attributes count wherever they stand`(place: String, text: String) async throws {
        try await with(["s*b/a": "1", "s*b/b": "1", "sub/b": "1"]) { repository in
            #expect(try await repository.believed(below: "s*b").count == 2)
            var repository = repository
            if place == "git/attributes" { repository.environment["XDG_CONFIG_HOME"] = repository.folder }
            try repository.write(text, to: place)
            if place == "elsewhere" { try await repository.git("config", "core.attributesFile", repository.folder + "/" + place) }
            #expect(try await repository.believed(below: "s*b").keys.sorted() == ["b"])
        }
    }

    @Test(arguments: ["true", "false"])
    func `The right to execute counts, whatever the repository says`(value: String) async throws {
        try await with(["a": "1", "b": "1"]) { repository in
            try await repository.git("config", "core.fileMode", value)
            #expect(try await repository.believed().count == 2)
            chmod(repository.folder + "/a", 0o755)
            #expect(try await repository.believed().keys.sorted() == ["b"])
        }
    }

    @Test func `An index that was replaced meanwhile is not believed`() async throws {
        try await with(["a": "1", "b": "2"]) { repository in
            let tracked = try #require(try await repository.tracked())
            try repository.write("3", to: "a")
            try await repository.git("add", "a")
            #expect(try await tracked.changed() == nil)
            #expect(try await repository.tracked()?.changed() == [])
        }
    }

    @Test func `An index in parts is not believed`() async throws {
        try await with(["a": "1"]) { repository in
            try await repository.git("update-index", "--split-index")
            #expect(try await repository.tracked() == nil)
        }
    }

    @Test func `A second work tree has its own index, and the repository's attributes`() async throws {
        try await with(["a": "1", "b": "2", "sub/c": "3"]) { repository in
            let tree = TestRepository(folder: repository.folder + "-tree")
            try await repository.git("worktree", "add", "--quiet", tree.folder)
            try tree.write("x", to: "b")
            try repository.write("a filter=x\n", to: ".git/info/attributes")
            #expect(try await tree.believed().keys.sorted() == ["sub/c"])
            #expect(try await tree.believed(below: "sub").keys.sorted() == ["c"])
            #expect(try await repository.believed().keys.sorted() == ["b", "sub/c"])
        }
    }

    @Test func `Replaced objects leave nothing to vouch for`() async throws {
        try await with(["a": "1", "b": "2"]) { repository in
            try await repository.git("replace", try await id("a", in: repository), try await id("b", in: repository))
            #expect(try await repository.tracked() == nil)
        }
    }

    @Test func `A folder that git doesn't track has none`() async throws {
        try await with(["a": "1", ".gitignore": "ignored\n"]) { repository in
            try repository.write("1", to: "ignored/file")
            #expect(try await repository.believed(below: "ignored").isEmpty)
        }
    }

    @Test func `A repository inside answers for itself`() async throws {
        try await with(["a": "1"]) { repository in
            let inner = try await TestRepository.make(repository.folder + "/inner")
            try inner.write("2", to: "b")
            try await inner.git("add", "b")
            #expect(try await repository.believed(below: "inner").keys.sorted() == ["b"])
            #expect(try await repository.believed().keys.sorted() == ["a"])
        }
    }

    @Test func `Two thousand files`() async throws {
        try await TestRepository.with { repository in
            // Made by git, which writes them faster than a test does.
            let script = """
                { printf 'commit refs/heads/main\\ncommitter A <a@b> 1600000000 +0000\\ndata 0\\n'
                  seq 10000 11999 | awk '{ print "M 100644 inline folder" $1 % 250 "/with/file-" $1 ".txt\\ndata 5\\n" $1 }'
                } | git fast-import --quiet && git reset --quiet --hard
                """
            try await Shell.succeed("sh", ["-c", script], environment: repository.environment, in: repository.folder)
            let begin = ContinuousClock.now
            let tracked = try #require(try await repository.tracked())
            let changed = try await tracked.changed()
            let duration = ContinuousClock.now - begin
            #expect(tracked.objectIDs.count == 2000)
            #expect(changed == [])
            #expect(duration < .seconds(3), "it takes some 0.03 s")
        }
    }
}
