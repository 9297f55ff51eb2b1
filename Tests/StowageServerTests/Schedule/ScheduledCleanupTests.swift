import ControlHTTP
import Foundation
import HTTPServing
import Reclamation
import StageModel
import StowageTestSupport
import Synchronization
import Testing

@testable import StowageServer

@Suite("Cleanups by the server's schedule")
struct ScheduledCleanupTests {
    private static let old = "{custom: [{tags: \"old-.*\", expiryDays: 1}]}"

    @Test func `Each project is cleaned up by its own policies, at its time, and that is counted`() async throws {
        try await ScheduleHouse.use("projects:\n  app: \(Self.old)\n  team/*: \(Self.old)\n") { house in
            for repository in ["app/web", "team/one/web", "other/web"] {
                for tag in ["old-1", "old-2", "new"] { try await house.publish(tag, in: repository) }
            }
            let waits = Mutex<[Duration]>([])
            let service = try house.service("30 3 * * *") { [clock = house.clock] duration in
                waits.withLock { $0.append(duration) }
                clock.advance(by: duration)
                // Two days are enough.
                guard clock.now < Timestamp(millisecondsSince1970: 1_700_172_800_000) else { throw CancellationError() }
            }
            await service.waitAndClean()
            #expect(waits.withLock { $0.allSatisfy { $0 <= .seconds(60) && $0 > .zero } })
            #expect(try await house.tags(of: "app/web") == ["new"])
            #expect(try await house.tags(of: "team/one/web") == ["new"])
            #expect(try await house.tags(of: "other/web") == ["new", "old-1", "old-2"])
            for project in ["app", "team/one"] {
                let records = try await house.records(project)
                #expect(records.map(\.state) == [.applied] && records.map(\.deleted) == [2] && records.map(\.order.origin) == [.schedule])
                // 2023-11-15 03:30 UTC, the first time that comes after the start at 22:13.
                #expect(records.map(\.receivedAt) == [1_700_019_000_000])
            }
            #expect(house.housekeeping.applier.totals.deletedItems == 4 && house.housekeeping.applier.totals.applied == 2)
            let metrics = house.metrics.render()
            for line in [
                #"stowage_scheduled_cleanups_total{result="applied"} 2"#, #"stowage_scheduled_cleanups_total{result="nothing"} 2"#,
                #"stowage_scheduled_cleanups_total{result="failed"} 0"#,
                "stowage_scheduled_cleanup_failed_projects 0", "stowage_scheduled_cleanup_last_timestamp_seconds 1700105400",
                "stowage_scheduled_cleanup_next_timestamp_seconds 1700191800",
            ] {
                #expect(metrics.contains(line + "\n"), "\(line) in \(metrics)")
            }
            let applied = house.lines.filter { $0.contains("a cleanup was applied") }
            #expect(applied.count == 2 && applied.allSatisfy { $0.contains(#""deleted":"2""#) }, "\(applied)")
            #expect(applied.last?.contains(#""project":"team/one""#) == true)
        }
    }

    /// Times that passed while no server ran are not made up for.
    @Test func `A start waits for the next time`() async throws {
        try await ScheduleHouse.use("projects:\n  app: \(Self.old)\n") { house in
            try await house.publish("old-1", in: "app/web")
            let start = house.clock.now
            let service = try house.service("0 0 * * *") { [clock = house.clock] duration in
                clock.advance(by: duration)
                guard start.duration(to: clock.now) < .seconds(3600) else { throw CancellationError() }
            }
            await service.waitAndClean()
            #expect(try await house.tags(of: "app/web") == ["old-1"])
            #expect(try await house.records("app").isEmpty)
        }
    }

    @Test func `Branches that are gone from the mirror's remote take their images along`() async throws {
        try await ScheduleHouse.use("projects:\n  app:\n    gitBranch: {deleteGone: true}\n    git: FOLDER/mirror\n") { house in
            var history = HistoryBuilder()
            try history.commit("first", at: 1_600_000_000)
            try history.branch("topic", at: "first")
            _ = try await history.write(to: "\(house.folder)/remote")
            try await Shell.succeed(
                "git", ["clone", "--quiet", "--mirror", "file://\(house.folder)/remote", "\(house.folder)/mirror"],
                environment: HistoryBuilder.isolated)
            for branch in ["main", "topic"] { try await house.publish(branch, in: "app/web", .gitBranch, of: branch) }
            let service = try house.service()
            try await service.cleanUp()
            #expect(try await house.tags(of: "app/web") == ["main", "topic"])
            // Gone from the remote, and not yet from the mirror.
            history.removeBranch("topic")
            _ = try await history.write(to: "\(house.folder)/remote")
            try await service.cleanUp()
            #expect(try await house.tags(of: "app/web") == ["main"])
            #expect(try await house.records("app").map(\.deleted) == [1])
        }
    }

    @Test func `A git that cannot be read deletes nothing there, and stops no other project`() async throws {
        let policies = """
            projects:
              app:
                gitBranch: {deleteGone: true}
                custom: [{tags: "old-.*", expiryDays: 1}]
                git: FOLDER/nowhere
              team: \(Self.old)
            """
        try await ScheduleHouse.use(policies) { house in
            for repository in ["app/web", "team/web"] { try await house.publish("old-1", in: repository) }
            try await house.service().cleanUp()
            #expect(try await house.tags(of: "app/web") == ["old-1"])
            #expect(try await house.tags(of: "team/web") == [])
            let records = try await house.records("app")
            #expect(records.map(\.state) == [.failed] && records.map(\.deleted) == [0] && records[0].order.watermark.repositories.count == 1)
            #expect(records[0].message?.contains("git clone --mirror") == true, "\(records)")
            #expect(
                house.lines.contains { $0.contains(#""level":"error""#) && $0.contains("git clone --mirror") && $0.contains(#""project":"app""#) })
            let metrics = house.metrics.render()
            #expect(metrics.contains(#"stowage_scheduled_cleanups_total{result="failed"} 1"# + "\n"))
            #expect(metrics.contains("stowage_scheduled_cleanup_failed_projects 1\n"))
        }
    }

    @Test func `Without a mirror the rules that need none delete, and the others nothing`() async throws {
        let policies = "projects:\n  app:\n    custom: [{tags: \"old-.*\", expiryDays: 1}]\n    gitBranch: {deleteGone: true}\n"
        try await ScheduleHouse.use(policies) { house in
            try await house.publish("old-1", in: "app/web")
            try await house.publish("topic", in: "app/web", .gitBranch, of: "topic")
            try await house.service().cleanUp()
            #expect(try await house.tags(of: "app/web") == ["topic"])
        }
    }

    /// It tells git's tags from custom ones.
    @Test func `A mirror that is named is asked also by rules that don't need git, and where none is named they go without`() async throws {
        let rule = #"custom: [{tags: "old-.*", expiryDays: 1}]"#
        try await ScheduleHouse.use("projects:\n  app:\n    \(rule)\n    git: FOLDER/nowhere\n  team:\n    \(rule)\n") { house in
            for repository in ["app/web", "team/web"] { try await house.publish("old-1", in: repository) }
            try await house.service().cleanUp()
            #expect(try await house.tags(of: "app/web") == ["old-1"])
            #expect(try await house.tags(of: "team/web") == [])
        }
    }

    @Test func `What runs stays, and where that cannot be read everything stays`() async throws {
        let policies = "projects:\n  app:\n    custom: [{tags: \"old-.*\", expiryDays: 1}]\n    workloads: [{file: FOLDER/running.txt}]\n"
        try await ScheduleHouse.use(policies) { house in
            for tag in ["old-1", "old-2"] { try await house.publish(tag, in: "app/web") }
            let service = try house.service()
            try await service.cleanUp()
            #expect(try await house.tags(of: "app/web") == ["old-1", "old-2"])
            #expect(try await house.records("app").first?.message?.contains("running.txt") == true)
            try Data("registry.example:5000/app/web:old-1\n".utf8).write(to: URL(filePath: "\(house.folder)/running.txt"))
            house.clock.advance(by: .seconds(60))
            try await service.cleanUp()
            #expect(try await house.tags(of: "app/web") == ["old-1"])
            #expect(try await house.records("app").map(\.state) == [.applied, .failed])
        }
    }

    @Test func `A plan beyond the largest share is not applied`() async throws {
        try await ScheduleHouse.use("projects:\n  app: \(Self.old)\n") { house in
            for number in 0..<20 { try await house.publish("old-\(number)", in: "app/web") }
            try await house.service().cleanUp()
            #expect(try await house.tags(of: "app/web").count == 20)
            let records = try await house.records("app")
            #expect(records.map(\.state) == [.failed] && records[0].message?.contains("20 of 20 image tags") == true)
        }
    }

    @Test func `A project whose policies delete nothing has no record`() async throws {
        let policies = "projects:\n  app: {builtWithin: 2h}\n  off: {disable: true, custom: [{tags: \".*\", expiryDays: 0}]}\n"
        try await ScheduleHouse.use(policies) { house in
            for project in ["app", "off"] { try await house.publish("old-1", in: "\(project)/web") }
            try await house.service().cleanUp()
            for project in ["app", "off"] {
                #expect(try await house.tags(of: "\(project)/web") == ["old-1"])
                #expect(try await house.records(project).isEmpty)
            }
        }
    }
}
