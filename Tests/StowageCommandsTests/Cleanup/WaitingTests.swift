import ContentHashing
import Foundation
import Retention
import StageModel
import StowageTestSupport
import Testing

@Suite("While a cleanup is waited for")
struct WaitingTests {
    /// A plan that takes a while: so many tags that are gone, each of which is looked up and skipped.
    private func longPlan(_ bench: CommandBench, items: Int) async throws -> String {
        try await bench.publish("v1", .gitTag, reference: "v1")
        var plan = try await bench.plan([])
        let digest = Digest(hashing: Array("none".utf8))
        plan.order.itemCount = items
        plan.totals.images = items
        plan.items = (0..<items).map {
            CleanupItem(
                kind: .image, repository: "app", tag: "none-\($0)", digest: digest.description, generation: 1, rule: "git-tag-limit", reason: "a test"
            )
        }
        plan.decisions += plan.items.map { item in
            Decision(
                kind: .image, repository: "app", tag: item.tag, digest: digest, generation: 1, action: .delete, strategy: .gitTag,
                rule: item.rule, reason: item.reason)
        }
        return try bench.scratch.write(plan.json(), to: "long")
    }

    @Test func `A signal ends the waiting, not the work, and the user is told how to look`() async throws {
        try await CommandBench.with { bench in
            let path = try await longPlan(bench, items: 10_000)
            let process = try await bench.start(["cleanup", "apply", path], in: bench.scratch.path, errors: "errors")
            var records: [CleanupRecord] = []
            for _ in 0..<2000 where records.first?.state != .applying {
                let listed = try await RegistryProbe.with(baseURL: bench.url) { probe in
                    let listing: CleanupListing = try await probe.get("cleanup/plans?project=app")
                    return listing.plans
                }
                records = listed
                try #require(records.first?.state != .applied, "too quick to be interrupted")
                try await Task.sleep(for: .milliseconds(2))
            }
            process.signal(SIGINT)
            #expect(try await process.exit(within: .seconds(20)) == .exited(130))
            let id = try #require(records.first).id
            let said = try bench.text(bench.scratch.path("errors"))
            #expect(said.contains("the server goes on applying the plan; \"stowage cleanup show \(id)\""), "\(said)")
            try await RegistryProbe.with(baseURL: bench.url) { probe in
                for _ in 0..<6000 {
                    let record: CleanupRecord = try await probe.get("cleanup/plan?id=\(id)")
                    if record.state == .applied { break }
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
            let shown = try await bench.stowage("cleanup", "show", id, in: bench.scratch.path)
            #expect(shown.text.contains("\nskipped   10,000\n"), "\(shown)")
        }
    }

    @Test func `Progress and colors are for terminals, and no colors for NO_COLOR`() async throws {
        try await CommandBench.with { bench in
            try await bench.publish("v1", .gitTag, reference: "v1")
            // Of long ago, so that there is a warning.
            var plan = try await bench.plan([])
            plan.order.createdAt -= 7_200_000
            let path = try bench.scratch.write(plan.json(), to: "plan")
            let colored = try await bench.stowageOnTerminal(["cleanup", "apply", path], typing: "")
            #expect(colored.text.contains("\u{1b}[33mwarning\u{1b}[0m: the plan was made 2 h ago"), "\(colored)")
            let plain = try await bench.stowageOnTerminal(["cleanup", "apply", path], typing: "", environment: ["NO_COLOR": "1"])
            #expect(plain.text.contains("warning: the plan was made 2 h ago"), "\(plain)")
            let piped = try await bench.stowage(["cleanup", "plan", "--git-tag-limit", "0", "--built-within", "off"], in: bench.scratch.path)
            #expect(!piped.allText.contains("\u{1b}"))
        }
    }
}
