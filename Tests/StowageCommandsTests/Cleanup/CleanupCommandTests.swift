import Foundation
import Retention
import StageModel
import StowageTestSupport
import Testing

/// Without what protects new images, since all of them are new here.
private let atOnce = ["--built-within", "off", "--used-within", "off"]

@Suite("cleanup plan, apply and undo")
struct CleanupCommandTests {
    private struct Payload: Decodable {
        let record: CleanupRecord?
        let skipped: [SkippedItem]
        let bytes: Int64?
    }

    private func payload(_ result: ShellResult) throws -> Payload { try JSONDecoder().decode(Payload.self, from: Data(result.output)) }

    @Test func `Without a policy nothing goes`() async throws {
        try await CommandBench.with { bench in
            for tag in ["v1", "v2"] { try await bench.publish(tag, .gitTag, reference: tag) }
            let plan = try await bench.stowage(["cleanup", "plan"] + atOnce, in: bench.scratch.path)
            #expect(plan.status == .exited(0), "\(plan)")
            #expect(plan.text.hasPrefix("project  app\ndeletes  nothing\n"), "\(plan)")
            let all = try await bench.stowage(["cleanup", "plan", "--all"] + atOnce, in: bench.scratch.path)
            #expect(all.text.hasPrefix("ACTION  REPOSITORY  TAG  KIND "), "\(all)")
            #expect(all.text.contains("\nkeep    app         v1   git-tag "), "\(all)")
            let applied = try await bench.stowage(["cleanup", "apply"] + atOnce, in: bench.scratch.path)
            #expect(applied.status == .exited(0), "\(applied)")
            #expect(applied.text == "nothing to delete\n")
            #expect(try await bench.tags() == ["v1", "v2"])
        }
    }

    @Test func `A plan is saved, applied, listed, shown and taken back`() async throws {
        try await CommandBench.with { bench in
            for tag in ["v1", "v2", "v3"] { try await bench.publish(tag, .gitTag, reference: tag) }
            let planned = try await bench.stowage(
                ["cleanup", "plan", "--git-tag-limit", "1", "--save", "plan.json"] + atOnce, in: bench.scratch.path)
            #expect(planned.status == .exited(0), "\(planned)")
            #expect(planned.text.contains("deletes  2 of 3 image tags\n"), "\(planned)")
            #expect(planned.text.contains(" of git-tag"), "the reason: \(planned)")
            #expect(planned.text.contains("\nnote     "), "nobody was asked what runs: \(planned)")
            #expect(try await bench.tags().count == 3)

            let applied = try await bench.stowage("cleanup", "apply", "plan.json", "--format", "json", in: bench.scratch.path)
            #expect(applied.status == .exited(0), "\(applied)")
            #expect(applied.errorText.contains("stowage: deletes: 2 of 3 image tags\n"))
            let record = try #require(try payload(applied).record)
            #expect(record.state == .applied && record.deleted == 2 && record.skipped == 0)
            let left = try await bench.tags()
            #expect(left.count == 1)
            for tag in ["v1", "v2", "v3"] where !left.contains(tag) { #expect(try await bench.status(of: tag) == 404) }

            let listed = try await bench.stowage("cleanup", "list", in: bench.scratch.path)
            #expect(listed.text.contains("\n\(record.id) "), "\(listed)")
            let shown = try await bench.stowage("cleanup", "show", record.id, in: bench.scratch.path)
            #expect(shown.text.contains("state     applied\n"), "\(shown)")
            #expect(shown.text.contains(": stowage cleanup undo \(record.id)\n"))

            let undone = try await bench.stowage("cleanup", "undo", record.id, "--format", "json", in: bench.scratch.path)
            #expect(undone.status == .exited(0), "\(undone)")
            #expect(try payload(undone).record?.restored == 2)
            #expect(try await bench.tags() == ["v1", "v2", "v3"])
            #expect(try await bench.status(of: "v1") == 200)
        }
    }

    @Test func `What changed since the plan stays, is listed, and makes the status 3`() async throws {
        try await CommandBench.with { bench in
            for tag in ["v1", "v2", "v3"] { try await bench.publish(tag, .gitTag, reference: tag) }
            _ = try await bench.stowage(["cleanup", "plan", "--git-tag-limit", "0", "--save", "plan"] + atOnce, in: bench.scratch.path)
            try await bench.publish("v1", .gitTag, content: "new", reference: "v1")
            #expect(try await bench.status(of: "v2") == 200, "a use")
            let applied = try await bench.stowage("cleanup", "apply", "plan", in: bench.scratch.path)
            #expect(applied.status == .exited(3), "\(applied)")
            #expect(applied.text.contains("\ndeleted   1\nskipped   2\n"), "\(applied)")
            #expect(applied.text.contains("\nREPOSITORY  TAG  CAUSE"), "\(applied)")
            #expect(try await bench.tags() == ["v1", "v2"])
            let id = String(applied.text.split(separator: "\n")[0].split(separator: " ")[1])
            let shown = try await bench.stowage("cleanup", "show", id, "--format", "json", in: bench.scratch.path)
            #expect(shown.status == .exited(0))
            let outcomes = try JSONDecoder().decode(OutcomeListing.self, from: Data(shown.output)).items
            #expect(Set(outcomes.filter { $0.state == .skipped }.map(\.item.tag)) == ["v1", "v2"])
            #expect(outcomes.first { $0.item.tag == "v2" }?.cause == .used)
            #expect(outcomes.first { $0.item.tag == "v3" }?.state == .deleted)
            let table = try await bench.stowage("cleanup", "show", id, in: bench.scratch.path).text
            #expect(table.contains("\nOUTCOME  REPOSITORY  TAG  KIND   RULE           WHY"), "\(table)")
            #expect(table.contains("\ndeleted  app         v3   image  git-tag-limit  "), "\(table)")
            #expect(table.contains("\nskipped  app         v2   image  git-tag-limit  "), "\(table)")
            // All that was deleted is there again.
            let undone = try await bench.stowage("cleanup", "undo", id, in: bench.scratch.path)
            #expect(undone.status == .exited(0) && !undone.text.contains("CAUSE"), "\(undone)")
        }
    }

    @Test func `More than the share needs force`() async throws {
        try await CommandBench.with { bench in
            for number in 0..<20 { try await bench.publish("v\(number)", .gitTag, reference: "v\(number)") }
            let options = ["--git-tag-limit", "2"] + atOnce
            let planned = try await bench.stowage(["cleanup", "plan"] + options, in: bench.scratch.path)
            #expect(planned.status == .exited(0))
            #expect(planned.text.contains("\nrefused  it would delete 18 of 20 image tags, and 50 % is the largest share"), "\(planned)")
            let refused = try await bench.stowage(["cleanup", "apply"] + options, in: bench.scratch.path)
            #expect(refused.status == .exited(1))
            #expect(refused.errorText.contains("stowage: refused: it would delete 18 of 20 image tags"), "\(refused)")
            #expect(refused.errorText.contains("--force"))
            #expect(try await bench.tags().count == 20)
            let forced = try await bench.stowage(["cleanup", "apply", "--force"] + options, in: bench.scratch.path)
            #expect(forced.status == .exited(0), "\(forced)")
            #expect(try await bench.tags().count == 2)
        }
    }

    @Test func `A saved plan has its policies in it, and its project`() async throws {
        try await CommandBench.with { bench in
            try await bench.publish("v1", .gitTag, reference: "v1")
            let saved = try await bench.stowage("cleanup", "plan", "--save", "plan", in: bench.scratch.path)
            #expect(saved.status == .exited(0), "\(saved)")
            #expect(try await bench.stowage("cleanup", "apply", "plan", "--git-tag-limit", "1", in: bench.scratch.path).status == .exited(64))
            #expect(try await bench.stowage("cleanup", "apply", "plan", "--project", "other", in: bench.scratch.path).status == .exited(64))
            #expect(try await bench.stowage("cleanup", "apply", "none", in: bench.scratch.path).status == .exited(1))
            try Data("{}".utf8).write(to: URL(fileURLWithPath: bench.scratch.path("broken")))
            let broken = try await bench.stowage("cleanup", "apply", "broken", in: bench.scratch.path)
            #expect(broken.status == .exited(1))
            #expect(broken.errorText.contains("broken: this is not a plan"), "\(broken)")
        }
    }

    @Test func `Wrong names and policies have their codes`() async throws {
        try await CommandBench.with { bench in
            let folder = bench.scratch.path
            #expect(try await bench.stowage("cleanup", "plan", in: folder, environment: ["STOWAGE_PROJECT": ""]).status == .exited(64))
            #expect(try await bench.stowage("cleanup", "plan", "--keep-pattern", "(", in: folder).status == .exited(64))
            let variable = try await bench.stowage("cleanup", "plan", in: folder, environment: ["WERF_GIT_TAG_STRATEGY_LIMIT": "many"])
            #expect(variable.status == .exited(1))
            #expect(variable.errorText.contains("WERF_GIT_TAG_STRATEGY_LIMIT"), "\(variable)")
            let unknown = try await bench.stowage("cleanup", "undo", "nobody", in: folder)
            #expect(unknown.status == .exited(1), "\(unknown)")
            #expect(try await bench.stowage("cleanup", "show", "nobody", in: folder).status == .exited(1))
        }
    }
}
