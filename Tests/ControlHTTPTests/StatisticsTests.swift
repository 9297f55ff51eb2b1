import ContentHashing
import Foundation
import StageModel
import StowageTestSupport
import Testing

@Suite struct StatisticsTests {
    @Test func hitsAreCounted() async throws {
        try await StageFarm.with { farm in
            let (hit, miss) = (try Signature.test(1), try Signature.test(2))
            let tag = StageTag(signature: hit, uniqueID: 1_700_000_000_000).text
            try await farm.probe.pushImage(
                "0123456789", to: farm.repository, as: tag, annotations: [(FactNames.buildMilliseconds, "2500")])
            for _ in 0..<3 { _ = try await farm.probe.lookup([hit, miss], in: farm.repository) }
            let layer = try await farm.probe.blob(.init(hashing: Array("0123456789".utf8)), in: farm.repository)
            #expect(layer.status == 200)

            let statistics: HitStatistics = try await farm.probe.get("statistics?repository=\(farm.repository)")
            let hours = statistics.hours
            #expect(hours.reduce(0) { $0 + $1.hits } == 3 && hours.reduce(0) { $0 + $1.misses } == 3)
            #expect(hours.reduce(0) { $0 + $1.lookups } == 6 && hours.reduce(0) { $0 + $1.buildTimeSaved } == 7500)
            #expect(hours.reduce(0) { $0 + $1.bytesServed } == 10)
            #expect(hours.allSatisfy { $0.repository == farm.repository && $0.hour % 3_600_000 == 0 })
            let all: HitStatistics = try await farm.probe.get("statistics?hours=1")
            #expect(all.hours.map(\.repository) == [farm.repository])
            let none: HitStatistics = try await farm.probe.get("statistics?repository=other")
            #expect(none.hours.isEmpty)

            let listed: StageListing = try await farm.probe.get("stages?repository=\(farm.repository)")
            let stage = try #require(listed.stages.first)
            #expect(stage.hits == 3 && abs((stage.lastUsedAt ?? 0) - Int64(Date().timeIntervalSince1970 * 1000)) < 60_000)

            let metrics = try await farm.probe.send("GET", "/metrics").text
            for line in [
                #"stowage_stage_lookups_total{result="hit"} 3"#, #"stowage_stage_lookups_total{result="miss"} 3"#,
                #"stowage_repository_lookups_total{repository="\#(farm.repository)",result="hit"} 3"#,
                #"stowage_repository_served_bytes_total{repository="\#(farm.repository)"} 10"#,
                "stowage_blob_served_bytes_total 10", "stowage_build_seconds_saved_total 7.5",
                #"stowage_http_requests_total{method="POST",route="/api/v1/stages/lookup",status="200"} 3"#,
            ] {
                #expect(metrics.contains(line + "\n"), "\(line)")
            }
        }
    }

    /// What a client of `/v2/` does with cache tags, as buildah's `--cache-from`.
    @Test func pullsByStageTagAreCounted() async throws {
        try await StageFarm.with { farm in
            let (hit, miss) = (try Signature.test(1), try Signature.test(2))
            try await farm.probe.pushImage("layer", to: farm.repository, as: hit.value)
            #expect(try await farm.probe.manifest(hit.value, in: farm.repository).status == 200)
            #expect(try await farm.probe.manifest(miss.value, in: farm.repository).status == 404)
            let statistics: HitStatistics = try await farm.probe.get("statistics")
            #expect(statistics.hours.reduce(0) { $0 + $1.hits } == 1 && statistics.hours.reduce(0) { $0 + $1.misses } == 1)
        }
    }

    @Test func queriesAreChecked() async throws {
        try await StageFarm.with { farm in
            for query in ["hours=0", "hours=2161", "hours=x", "hours=", "hours=-1", "repository=App"] {
                let response = try await farm.probe.send("GET", "/api/v1/statistics?\(query)")
                #expect(response.status == 400, "\(query)")
            }
        }
    }

    /// A lookup that is answered from memory writes nothing.
    @Test func aHitWritesNothing() async throws {
        try await StageFarm.with { farm in
            let signature = try Signature.test(1)
            try await farm.push(signature, id: 1_700_000_000_000)
            _ = try await farm.state(of: signature)
            func operations() async throws -> String? {
                try await farm.probe.send("GET", "/metrics").text.split(separator: "\n").last { $0.hasPrefix("stowage_catalog_operations_total ") }
                    .map(String.init)
            }
            // What was counted is written down every ten seconds, which may fall into one round.
            var isQuiet = false
            for _ in 0..<3 where !isQuiet {
                let before = try #require(try await operations())
                for _ in 0..<20 { _ = try await farm.state(of: signature) }
                isQuiet = try await operations() == before
            }
            #expect(isQuiet)
        }
    }
}
