import LayerArchive
import StowageTestSupport
import Testing

@Suite("Whiteouts")
struct WhiteoutTests {
    private func layers(_ layers: [[UInt8]], _ options: ExtractionOptions = .init(appliesWhiteouts: true)) async throws -> (
        LayerArchiveError?, Set<String>
    ) {
        try await ScratchFolder.with { scratch in
            let target = try scratch.folder("target")
            _ = try scratch.folder("outside")
            try scratch.write("precious\n", to: "outside/file")
            for layer in layers {
                if let error = try await Layers.refusal(of: layer, into: target, options) { return (error, []) }
            }
            #expect(try scratch.read("outside/file") == Array("precious\n".utf8))
            return (nil, Set(try Tree(target).nodes.keys))
        }
    }

    private let lower = RawTar.make {
        $0.file("a/one"); $0.file("a/two"); $0.file("a/sub/three"); $0.file("b")
    }

    @Test func `A whiteout removes what an earlier layer left`() async throws {
        let (error, paths) = try await layers([
            lower,
            RawTar.make {
                $0.file("a/.wh.one", ""); $0.file(".wh.b", ""); $0.file("no/.wh.where", "")
            },
        ])
        #expect(error == nil)
        #expect(paths == ["a", "a/two", "a/sub", "a/sub/three"])
        #expect(try await layers([lower, RawTar.make { $0.file(".wh.a", "") }]).1 == ["b"])
    }

    @Test func `An opaque one removes everything beside it, but nothing of its own layer`() async throws {
        for isFirst in [true, false] {
            let upper = RawTar.make {
                if isFirst { $0.file("a/.wh..wh..opq", "") }
                $0.file("a/new")
                $0.file("a/sub/new")
                if !isFirst { $0.file("a/.wh..wh..opq", "") }
            }
            let (error, paths) = try await layers([lower, upper])
            #expect(error == nil)
            #expect(paths == ["a", "a/new", "a/sub", "a/sub/new", "b"])
        }
    }

    @Test func `A whiteout behind its successor hides the earlier layer's alone`() async throws {
        let (_, paths) = try await layers([
            lower,
            RawTar.make {
                $0.file("a/fresh"); $0.file(".wh.a", ""); $0.file("b"); $0.file(".wh.b", "")
            },
        ])
        #expect(paths == ["a", "a/fresh", "b"])
    }

    @Test(arguments: [".wh.", ".wh..", ".wh...", "a/.wh...", "a/.wh.", ".wh.a/file", "a/.wh.x/y"])
    func `Whiteouts of other folders are refused`(name: String) async throws {
        #expect(try await layers([lower, RawTar.make { $0.file(name, "") }]).0?.code == .unsafeEntry)
    }

    @Test func `A whiteout removes a link, not what it leads to, and goes through none`() async throws {
        let options = ExtractionOptions(links: .any, appliesWhiteouts: true)
        let link = RawTar.make { $0.link("out", to: "../outside") }
        #expect(try await layers([link, RawTar.make { $0.file(".wh.out", "") }], options).1.isEmpty)
        for name in ["out/.wh.file", "out/.wh..wh..opq"] {
            #expect(try await layers([link, RawTar.make { $0.file(name, "") }], options).0?.code == .unsafeEntry)
        }
    }

    @Test func `Without the option they are refused, and never written`() async throws {
        #expect(try await layers([RawTar.make { $0.file("a/.wh.b", "") }], .init()).0?.code == .unsafeEntry)
        #expect(try await layers([RawTar.make { $0.file(".wh..wh.plnk", "") }]).1.isEmpty)
    }
}
