import GRDB
import StowageTestSupport
import Testing

@testable import Catalog

@Suite struct WerfStagesTests {
    private static let project = WerfProject(client: "client", name: "project")
    private static let signature = String(repeating: "a", count: 56)

    private static func list(_ signature: String = signature, _ ids: Int64...) -> WerfStageList {
        WerfStageList(signature: signature, stages: ids.map { WerfStageID(signature: signature, uniqueID: $0) })
    }

    @Test func aListIsReplacedAsAWhole() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            #expect(try await catalog.werfStages(under: Self.signature, in: Self.project) == nil)
            for list in [Self.list(Self.signature, 1_700_000_000_001, 1_700_000_000_002), Self.list(Self.signature, 3), Self.list()] {
                try await catalog.storeWerfStages(list, in: Self.project)
                #expect(try await catalog.werfStages(under: Self.signature, in: Self.project) == list)
            }
            let multiplatform = WerfStageList(
                signature: Self.signature, stages: [WerfStageID(signature: Self.signature, uniqueID: 0, isMultiplatform: true)])
            try await catalog.storeWerfStages(multiplatform, in: Self.project)
            #expect(try await catalog.werfStages(under: Self.signature, in: Self.project) == multiplatform)
            #expect(try temporary.rows("SELECT stages FROM werf_stage_lists") == ["\(Self.signature) 0 multiplatform"])
        }
    }

    @Test func projectsAndClientsAreApart() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let others = [WerfProject(client: "client", name: "other"), WerfProject(client: "other", name: "project")]
            for project in [Self.project] + others {
                try await catalog.storeWerfStages(Self.list("one", 1), in: project)
                try await catalog.storeWerfStages(Self.list("two", 2), in: project)
            }
            try await catalog.deleteWerfStages(under: "one", in: Self.project)
            #expect(try await catalog.werfStages(under: "one", in: Self.project) == nil)
            #expect(try await catalog.werfStages(under: "two", in: Self.project) != nil)
            try await catalog.deleteWerfStages(in: Self.project)
            #expect(try await catalog.werfStages(in: Self.project, after: nil, limit: 10) == .empty)
            for project in others {
                #expect(try await catalog.werfStages(in: project, after: nil, limit: 10).items == [Self.list("one", 1), Self.list("two", 2)])
            }
        }
    }

    @Test func aProjectIsReadInPages() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            for number in 10..<15 { try await catalog.storeWerfStages(Self.list("\(number)", Int64(number)), in: Self.project) }
            let first = try await catalog.werfStages(in: Self.project, after: nil, limit: 2)
            #expect(first == Page(items: [Self.list("10", 10), Self.list("11", 11)], hasMore: true))
            let second = try await catalog.werfStages(in: Self.project, after: "11", limit: 3)
            #expect(second == Page(items: [Self.list("12", 12), Self.list("13", 13), Self.list("14", 14)], hasMore: false))
        }
    }

    @Test func veryManyListsOfAProjectGo() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<700 {
                    group.addTask { try await catalog.storeWerfStages(Self.list("\(number)", 1), in: Self.project) }
                }
                try await group.waitForAll()
            }
            try await catalog.deleteWerfStages(in: Self.project)
            #expect(try temporary.rows("SELECT count(*) FROM werf_stage_lists") == ["0"])
            #expect(try temporary.rows("SELECT value FROM statistics WHERE name = 'werf_stage_list_bytes'") == ["0"])
        }
    }

    /// A cache needs no wait for the disk.
    @Test func noCommitWaitsForTheDisk() async throws {
        try await TemporaryCatalog.use { temporary in
            let before = temporary.catalog.commitCounts.durableCommits
            try await temporary.catalog.storeWerfStages(Self.list(), in: Self.project)
            try await temporary.catalog.deleteWerfStages(under: Self.signature, in: Self.project)
            try await temporary.catalog.deleteWerfStages(in: Self.project)
            #expect(temporary.catalog.commitCounts.durableCommits == before)
        }
    }

    @Test func aListThatNobodyUsesForAMonthGoes() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await catalog.storeWerfStages(Self.list("unused", 1), in: Self.project)
            try await catalog.storeWerfStages(Self.list("used", 1), in: Self.project)
            temporary.clock.advance(by: .seconds(20 * 86_400))
            _ = try await catalog.werfStages(under: "used", in: Self.project)
            temporary.clock.advance(by: .seconds(11 * 86_400))
            try await catalog.storeWerfStages(Self.list("new", 1), in: Self.project)
            #expect(try await catalog.werfStages(in: Self.project, after: nil, limit: 10).items.map(\.signature) == ["new", "used"])
        }
    }

    /// A read is a use, and is written down once a day.
    @Test func aReadRarelyWrites() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await catalog.storeWerfStages(Self.list("used", 1), in: Self.project)
            let before = catalog.commitCounts.operations
            for _ in 0..<10 { _ = try await catalog.werfStages(under: "used", in: Self.project) }
            #expect(catalog.commitCounts.operations == before)
            temporary.clock.advance(by: .seconds(86_400))
            for _ in 0..<10 {
                _ = try await catalog.werfStages(under: "used", in: Self.project)
                // Behind the note of the use.
                try await catalog.deleteWerfStages(under: "none", in: Self.project)
            }
            #expect(catalog.commitCounts.operations == before + 11)
        }
    }

    @Test func theLongestIdleGoWhereThereIsNoRoom() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            for number in 100..<200 {
                temporary.clock.advance(by: .seconds(1))
                try await catalog.storeWerfStages(Self.list("\(number)", 1), in: Self.project, limit: 20 * 262)
            }
            let kept = try await catalog.werfStages(in: Self.project, after: nil, limit: 100).items.map(\.signature)
            #expect(kept.last == "199")
            #expect((12...20).contains(kept.count))
            #expect(kept == (200 - kept.count..<200).map { "\($0)" })
            let bytes = try temporary.rows("SELECT value FROM statistics WHERE name = 'werf_stage_list_bytes'")
            #expect(bytes == ["\(kept.count * 261)"])
        }
    }

    /// As after an edit by hand.
    @Test func whatCanNotBeReadIsUnknown() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await catalog.storeWerfStages(Self.list("odd", 1), in: Self.project)
            for text in ["x", "x y", "x 1 other", "x  1", "x 1\n1"] {
                try await catalog.pool.writeWithoutTransaction { db in
                    try db.execute(sql: "UPDATE werf_stage_lists SET stages = ?", arguments: [text])
                }
                #expect(try await catalog.werfStages(under: "odd", in: Self.project) == nil)
                #expect(try await catalog.werfStages(in: Self.project, after: nil, limit: 1).items == [Self.list("odd")])
            }
        }
    }

    @Test(arguments: WerfQueries.reads + WerfQueries.writes) func statementsUseIndexes(_ sql: String) async throws {
        try await TemporaryCatalog.use { temporary in
            let plan = try temporary.look { db in
                let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
                statement.setUncheckedArguments([])
                return try Row.fetchAll(statement).map { $0["detail"] as String }
            }
            for step in plan {
                #expect(step.hasPrefix("SEARCH") || step.hasPrefix("LIST SUBQUERY"), "\(step) in \(sql)")
            }
        }
    }
}
