import ContentHashing
import Foundation
import Glibc
import StageSigning
import StowageTestSupport
import Testing

@Suite struct InputCollectorTests {
    /// A small project: sources, hidden files, an empty folder, a link out of it, and names that only look like wildcards.
    static func with(_ body: (ScratchFolder) async throws -> Void) async throws {
        try await ScratchFolder.with { outer in
            try outer.write("secret", to: "outside")
            for folder in ["base/src/lib/deep", "base/empty", "base/.hidden", "base/.git"] { _ = try outer.folder(folder) }
            for file in [
                "package.json", "a[1].txt", "a1.txt", "src/main.c", "src/main.h", "src/lib/x.c", "src/lib/deep/y.c", "src/.dot.c", ".hidden/z",
                ".git/HEAD",
            ] { try outer.write(file, to: "base/\(file)") }
            try outer.write("#!", to: "base/run.sh")
            chmod(outer.path("base/run.sh"), 0o755)
            #expect(symlink("../outside", outer.path("base/out")) == 0)
            #expect(symlink("src", outer.path("base/link")) == 0)
            try await body(outer)
        }
    }

    static func paths(_ outer: ScratchFolder, _ patterns: [String]) async throws -> [String] {
        try await InputCollector(base: outer.path("base")).collect(patterns).map(\.path.description)
    }

    @Test(arguments: [
        (["package.json"], ["package.json"]),
        (["src/main.c", "src/lib"], ["src/lib", "src/lib/deep", "src/lib/deep/y.c", "src/lib/x.c", "src/main.c"]),
        (["empty"], ["empty"]),
        (["out", "link"], ["link", "out"]),
        (["src/*.c"], ["src/.dot.c", "src/main.c"]),
        (["src/*"], ["src/.dot.c", "src/lib", "src/lib/deep", "src/lib/deep/y.c", "src/lib/x.c", "src/main.c", "src/main.h"]),
        (["**/*.c"], ["src/.dot.c", "src/lib/deep/y.c", "src/lib/x.c", "src/main.c"]),
        (["src/**/*.c"], ["src/.dot.c", "src/lib/deep/y.c", "src/lib/x.c", "src/main.c"]),
        (["**/deep"], ["src/lib/deep", "src/lib/deep/y.c"]),
        (["**/deep/**"], ["src/lib/deep/y.c"]),
        (["src/lib/**"], ["src/lib/deep", "src/lib/deep/y.c", "src/lib/x.c"]),
        (["*/*.h"], ["src/main.h"]),
        (["s?c/main.[ch]"], ["src/main.c", "src/main.h"]),
        (["a[1].txt"], ["a[1].txt"]),
        (["a[[]1].txt"], ["a[1].txt"]),
        (["a\\[1\\].txt"], ["a[1].txt"]),
        (["a*.txt"], ["a1.txt", "a[1].txt"]),
        ([".hidden/*", ".h*"], [".hidden", ".hidden/z"]),
        (["src/main.c", "./src//main.c", "src/../src/main.c", "src/main.*"], ["src/main.c", "src/main.h"]),
        ([], []),
    ]) func findsWhatIsNamed(_ patterns: [String], _ paths: [String]) async throws {
        try await Self.with { outer in
            let found = try await Self.paths(outer, patterns)
            #expect(found == paths)
        }
    }

    @Test func takesEverythingButGitFromTheBase() async throws {
        try await Self.with { outer in
            let all = try await Self.paths(outer, ["."])
            #expect(all.first == ".")
            #expect(all.contains(".hidden/z") && all.contains("empty") && all.contains("out"))
            #expect(!all.contains { $0.hasPrefix(".git") })
            #expect(try await Self.paths(outer, ["**"]) == Array(all.dropFirst()))
            #expect(try await Self.paths(outer, [outer.path("base")]) == all)
        }
    }

    @Test func saysWhatEachInputIs() async throws {
        try await Self.with { outer in
            let files = try await InputCollector(base: outer.path("base")).collect(["run.sh", "out", "empty", "package.json"])
            #expect(files.map(\.kind) == [.folder, .symlink, .file, .executable])
            #expect(files[1].digest == Digest(hashing: Array("../outside".utf8)))
            #expect(files[2].digest == Digest(hashing: Array("package.json".utf8)))
        }
    }

    @Test(arguments: [
        ("absent", StageSigningError.Code.missingInput), ("src/absent.c", .missingInput), ("package.json/x", .missingInput), ("*.rs", .missingInput),
        ("empty/*", .missingInput), ("absent/**", .missingInput), ("[ab", .malformedPattern), ("src/x\\", .malformedPattern),
        ("../outside", .outsideBase), ("/etc/passwd", .outsideBase), ("src/../../outside", .outsideBase), ("link/main.c", .outsideBase),
        ("link/*.c", .outsideBase), ("link/lib/*.c", .outsideBase), (".git", .notAnInput), (".git/HEAD", .notAnInput), ("", .malformedPattern),
    ]) func namesAWrongInput(_ pattern: String, _ code: StageSigningError.Code) async throws {
        try await Self.with { outer in
            let error = await #expect(throws: StageSigningError.self) { try await Self.paths(outer, ["package.json", pattern]) }
            #expect(error?.code == code)
            #expect(pattern.isEmpty || error?.message.contains(pattern) == true)
        }
    }

    @Test func goesThroughNoLinkThatAPatternMatches() async throws {
        try await Self.with { outer in
            for pattern in ["*/main.c", "**/main.c"] {
                let found = try await Self.paths(outer, [pattern])
                #expect(found == ["src/main.c"])
            }
            // A link whose name is the pattern.
            #expect(symlink("..", outer.path("base/*")) == 0)
            await #expect(throws: StageSigningError.self) { try await Self.paths(outer, ["*/outside"]) }
        }
    }

    @Test func refusesAPipeByName() async throws {
        try await Self.with { outer in
            #expect(mkfifo(outer.path("base/src/pipe"), 0o600) == 0)
            for pattern in ["src", "src/pipe", "src/p*", "**/*e"] {
                let error = await #expect(throws: StageSigningError.self) { try await Self.paths(outer, [pattern]) }
                #expect(error?.code == .notAnInput)
                #expect(error?.message.contains("src/pipe") == true)
            }
            let others = try await Self.paths(outer, ["src/*.h"])
            #expect(others == ["src/main.h"])
        }
    }

    @Test func namesABaseThatIsNoFolder() async throws {
        try await Self.with { outer in
            for base in ["absent", "outside"] {
                let error = #expect(throws: StageSigningError.self) { try InputCollector(base: outer.path(base)) }
                #expect(error.map { "\($0)".contains(outer.path(base)) } == true)
            }
        }
    }

    @Test func tellsNamesApartThatAreNoUTF8OrLookTheSame() async throws {
        try await Self.with { outer in
            for name in [[0xff], [0xfe], Array("e\u{301}".utf8), Array("\u{e9}".utf8), Array("%FF".utf8)] as [[UInt8]] {
                let path = (Array(outer.path("base/empty/").utf8) + name + [0]).map { CChar(bitPattern: $0) }
                let file = open(path, O_CREAT | O_WRONLY, 0o600)
                #expect(file >= 0)
                close(file)
            }
            #expect(try await Self.paths(outer, ["empty/*"]) == ["empty/%25FF", "empty/e\u{301}", "empty/\u{e9}", "empty/%FE", "empty/%FF"])
            let inputs = StageInputs(stage: "s", command: [], files: try await InputCollector(base: outer.path("base")).collect(["empty"]))
            let document = InputsDocument(inputs, repository: "r")
            #expect(try InputsDocument(parsing: document.json).files == inputs.files)
        }
    }
}
