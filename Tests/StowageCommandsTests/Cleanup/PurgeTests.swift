import Foundation
import StageModel
import StowageTestSupport
import Testing

@Suite("purge")
struct PurgeTests {
    private func fill(_ bench: CommandBench) async throws {
        try await bench.publish("v1", .gitTag, reference: "v1")
        try await bench.publish("main", .gitBranch, to: "app/api", reference: "main")
        try await RegistryProbe.with(baseURL: bench.url) { probe in
            try await probe.pushImage("stage", to: "app/stages", as: "\(try Signature.test(1).value)-1700000000000")
            try await probe.pushImage("record", to: "app/stages", as: "managed-image-api")
            try await probe.pushImage("loose", to: "app")
        }
        try await bench.publish("v1", .gitTag, to: "other", reference: "v1")
    }

    private func isEmpty(_ bench: CommandBench) async throws -> Bool {
        for repository in ["app", "app/api", "app/stages"] where try await !bench.tags(of: repository).isEmpty { return false }
        return true
    }

    @Test func `Without a terminal it takes the project's name from an option only`() async throws {
        try await CommandBench.with { bench in
            try await fill(bench)
            let folder = bench.scratch.path
            let unasked = try await bench.stowage("purge", "--project", "app", in: folder)
            #expect(unasked.status == .exited(64))
            #expect(unasked.errorText.contains("--confirm app"), "\(unasked)")
            #expect(try await bench.stowage("purge", "--project", "app", "--confirm", "other", in: folder).status == .exited(64))
            #expect(try await bench.tags() == ["v1"])

            let purged = try await bench.stowage("purge", "--project", "app", "--confirm", "app", in: folder)
            #expect(purged.status == .exited(0), "\(purged)")
            #expect(try await isEmpty(bench))
            #expect(try await bench.tags(of: "other") == ["v1"])
            let id = String(purged.text.split(separator: "\n")[0].split(separator: " ")[1])
            #expect(purged.text.contains("origin    purge\n"), "\(purged)")

            let undone = try await bench.stowage("cleanup", "undo", id, in: folder)
            #expect(undone.status == .exited(0), "\(undone)")
            #expect(try await bench.tags(of: "app/stages").count == 2)
            #expect(try await bench.tags(of: "app/api") == ["main"])
            #expect(try await bench.status(of: "v1") == 200)
        }
    }

    @Test func `On a terminal it asks for the name`() async throws {
        try await CommandBench.with { bench in
            try await fill(bench)
            let wrong = try await bench.stowageOnTerminal(["purge", "--project", "app"], typing: "apps")
            #expect(wrong.status == .exited(1), "\(wrong)")
            #expect(wrong.text.contains("type the project's name"), "\(wrong)")
            #expect(wrong.text.contains("nothing was deleted"))
            #expect(try await bench.tags() == ["v1"])
            let right = try await bench.stowageOnTerminal(["purge", "--project", "app"], typing: "app")
            #expect(right.status == .exited(0), "\(right)")
            #expect(try await isEmpty(bench))
        }
    }

    @Test func `Now means that nothing can be restored`() async throws {
        try await CommandBench.with { bench in
            try await fill(bench)
            let purged = try await bench.stowage("purge", "--confirm", "app", "--now", in: bench.scratch.path)
            #expect(purged.status == .exited(0), "\(purged)")
            #expect(purged.text.contains("undo      not possible\n"), "\(purged)")
            #expect(try await isEmpty(bench))
            let trash = try await bench.stowage("image", "list", "--deleted", in: bench.scratch.path)
            #expect(trash.text.split(separator: "\n").count == 1, "\(trash)")
        }
    }

    @Test func `A project that isn't there is more likely a wrong name`() async throws {
        try await CommandBench.with { bench in
            let purged = try await bench.stowage("purge", "--project", "none", "--confirm", "none", in: bench.scratch.path)
            #expect(purged.status == .exited(1), "\(purged)")
            #expect(purged.errorText.contains("the server has no repository of a project 'none'"), "\(purged)")
        }
    }
}
