import ArgumentParser
import ContentHashing
import Foundation
import Retention
import StageModel
import StowageTestSupport
import Testing

@testable import StowageCommands

@Suite("What a plan looks like")
struct PlanReportTests {
    private static let now: Int64 = 1_800_000_000_000
    private static let hour: Int64 = 3_600_000
    private static let day = 24 * hour

    private func plan(missedBudget: Int64? = nil, exceedsShare: Bool = false) -> CleanupPlan {
        let order = CleanupOrder(
            project: "app", origin: .command, createdAt: Self.now,
            watermark: Watermark(catalog: "c", project: "app", takenAt: Self.now, repositories: []),
            inventoryAt: Self.now, itemCount: 4, undoWindow: Self.day, largestShare: 0.5)
        let digest = Digest(hashing: Array("x".utf8))
        let signature = String(repeating: "ab", count: 32)
        let decisions = [
            Decision(
                kind: .image, repository: "app", tag: "main", digest: digest, generation: 3, action: .keep, strategy: .gitBranch, rule: "none",
                reason: "no rule governs git-branch", size: 5 << 20, publishedAt: Self.now - Self.hour),
            Decision(
                kind: .image, repository: "app/node", tag: "v1", digest: digest, generation: 1, action: .delete, imageName: "node",
                strategy: .gitTag, rule: "git-tag-limit", reason: "11th newest of git-tag for image node; limit 10", size: 120 << 20,
                publishedAt: Self.now - 40 * Self.day),
            Decision(
                kind: .stage, repository: "app/stages", tag: "\(signature)-1700000000000", digest: digest, generation: 2, action: .delete,
                rule: "stages-unneeded", reason: "no kept image needs it; unused for 9 d", size: 3 << 20, publishedAt: Self.now - 50 * Self.day),
            Decision(
                kind: .service, repository: "app/stages", tag: "image-metadata-by-commit-1", digest: digest, generation: 2, action: .delete,
                rule: "service", reason: "what it describes goes", size: 100, publishedAt: Self.now - 50 * Self.day),
            Decision(
                kind: .untagged, repository: "app", tag: nil, digest: digest, generation: 1, action: .delete, rule: "untagged",
                reason: "without a tag for 20 d", size: 2048, publishedAt: Self.now - 21 * Self.day),
        ]
        var totals = CleanupPlan.Totals()
        totals.images = 1
        totals.allImages = 2
        totals.stages = 1
        totals.services = 1
        totals.untagged = 1
        totals.bytes = 100 << 20
        totals.freedAt = Self.now + 25 * Self.hour
        totals.keptBytes = 5 << 20
        let items = decisions.filter { $0.action == .delete }.map {
            CleanupItem(
                kind: $0.kind, repository: $0.repository, tag: $0.tag, digest: $0.digest.description, generation: $0.generation, rule: $0.rule,
                reason: $0.reason)
        }
        return CleanupPlan(
            order: order, items: items, decisions: decisions, totals: totals, notes: ["rules of git were skipped: there is no --git"],
            missedBudget: missedBudget, exceedsShare: exceedsShare)
    }

    @Test func `A line for each object that goes`() {
        #expect(
            PlanTable(plan: plan()).table.text == """
                REPOSITORY  TAG                         KIND         SIZE  PUBLISHED  WHY
                app/node    v1                          git-tag   120 MiB  40 d ago   11th newest of git-tag for image node; limit 10
                app/stages  abababab                    stage       3 MiB  50 d ago   no kept image needs it; unused for 9 d
                app/stages  image-metadata-by-commit-1  record      100 B  50 d ago   what it describes goes
                app         @2d711642                   untagged    2 KiB  21 d ago   without a tag for 20 d

                """)
    }

    @Test func `What stays is shown where it is asked for, and whole names`() {
        let text = PlanTable(plan: plan(), showsAll: true, isFull: true).table.text
        #expect(text.hasPrefix("ACTION  REPOSITORY  TAG "))
        #expect(text.contains("\nkeep    app         main "))
        #expect(text.contains(String(repeating: "ab", count: 32) + "-1700000000000 "))
        #expect(text.contains(" @sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881 "))
    }

    @Test func `The totals say what goes, what it frees and when`() {
        #expect(
            PlanSummary(plan: plan()).table.text == """
                project  app
                deletes  1 of 2 image tags, 1 stage, 1 record and 1 manifest without a tag
                frees    100 MiB, within 25 h of applying it
                undo     what goes can be restored for 24 h
                keeps    5 MiB
                note     rules of git were skipped: there is no --git

                """)
    }

    @Test func `A budget that is missed and a share that is exceeded are said`() {
        let text = PlanSummary(plan: plan(missedBudget: 1 << 30, exceedsShare: true)).table.text
        #expect(text.contains("\nbudget   missed by 1 GiB: nothing else may go\n"))
        #expect(
            text.contains(
                "\nrefused  it would delete 1 of 2 image tags, and 50 % is the largest share that may go; apply it with --force if that is meant\n"))
    }

    @Test func `A plan that deletes nothing says so`() {
        var plan = plan()
        plan.items = []
        plan.decisions = []
        #expect(
            PlanSummary(plan: plan).table.text == """
                project  app
                deletes  nothing
                keeps    5 MiB
                note     rules of git were skipped: there is no --git

                """)
    }

    @Test func `A record says how to take it back, and what was left alone`() {
        let record = CleanupRecord(
            id: "p1", order: plan().order, state: .applied, receivedAt: Self.now, finishedAt: Self.now + 2000, done: 4, deleted: 3, skipped: 1)
        let skipped = SkippedItem(position: 0, item: plan().items[0], cause: .used, detail: "pulled 2 s ago")
        let payload = CleanupPayload(record: record, skipped: [skipped], bytes: 1 << 20, freedAt: Self.now + Self.hour)
        #expect(
            payload.text == """
                plan      p1
                project   app
                origin    command
                state     applied
                made      2027-01-15T08:00:00Z
                received  2027-01-15T08:00:00Z
                finished  2027-01-15T08:00:02Z
                items     4
                deleted   3
                skipped   1
                frees     at most 1 MiB, at 2027-01-15T09:00:00Z at the latest
                undo      until 2027-01-16T08:00:02Z: stowage cleanup undo p1

                REPOSITORY  TAG  CAUSE  WHAT HAPPENED
                app/node    v1   used   pulled 2 s ago

                """)
        #expect(payload.exitCode.rawValue == 3)
        #expect(CleanupPayload(record: record, skipped: [], missedBudget: 1).exitCode.rawValue == 3)
        var whole = record
        whole.skipped = 0
        #expect(CleanupPayload(record: whole, skipped: []).exitCode.rawValue == 0)
        #expect(
            RecordTable.list([record], now: Timestamp(millisecondsSince1970: Self.now + Self.hour)).text == """
                PLAN  ORIGIN   STATE    RECEIVED  ITEMS  DELETED  SKIPPED  RESTORED  MESSAGE
                p1    command  applied  1 h ago       4        3        1         0  -

                """)
    }

    @Test func `Progress is a bar as wide as the terminal lets it be`() {
        #expect(
            ProgressLine.text("deleting", done: 1200, of: 2400, width: 60) == "deleting [================                 ] 1,200 of 2,400")
        #expect(ProgressLine.text("deleting", done: 0, of: 10, width: 24) == "deleting  0 of 10")
        #expect(ProgressLine.text("deleting", done: 0, of: 0, width: 80) == "deleting  0 of 0")
    }
}
