import ContentHashing
import Foundation
import OCIModel
import Retention
import StageModel
import StowageServer
import StowageTestSupport
import Testing

@Suite struct InventoryRouteTests {
    @Test func aProjectComesInPages() async throws {
        try await StageFarm.with { farm in
            for number in 0..<5 { try await farm.probe.pushImage("one \(number)", to: "app/one", as: "v\(number)") }
            for number in 0..<3 { try await farm.probe.pushImage("two \(number)", to: "app/two", as: "v\(number)") }
            try await farm.probe.pushImage("other", to: "other/one", as: "v0")
            try await farm.push(try Signature.test(1), id: 1_700_000_000_000)
            let whole = try await farm.inventory()
            let tags = whole.flatMap { page in page.manifests.flatMap { $0.tags.map { "\(page.repository):\($0.name)" } } }
            #expect(tags.count == 9 && Set(tags.filter { $0.hasPrefix("app/t") }) == ["app/two:v0", "app/two:v1", "app/two:v2"])
            for pageSize in [1, 2, 1000] {
                let pages = try await farm.inventory(pageSize: pageSize)
                #expect(pages.allSatisfy { !$0.manifests.isEmpty && $0.manifests.count <= pageSize })
                let manifests = pages.flatMap { page in page.manifests.map { "\(page.repository)@\($0.digest)" } }
                #expect(manifests == whole.flatMap { page in page.manifests.map { "\(page.repository)@\($0.digest)" } }, "\(pageSize)")
            }
            let watermark = try await farm.watermark()
            #expect(watermark.project == "app" && watermark.repositories.map(\.name) == ["app/one", "app/stages", "app/two"])
            #expect(watermark.repositories.allSatisfy { $0.generation > 0 })
        }
    }

    @Test func aProjectOfNothingIsEmpty() async throws {
        try await StageFarm.with { farm in
            #expect(try await farm.watermark("nothing").repositories.isEmpty)
            let pages = try await farm.inventory("nothing")
            #expect(pages.count == 1 && pages[0].manifests.isEmpty)
            let listing: CleanupListing = try await farm.probe.get("cleanup/plans?project=nothing")
            #expect(listing == CleanupListing(plans: [], next: nil))
        }
    }

    @Test(arguments: ["a", "a.b__c-d", "team/0/x-y.z_1", String(repeating: "a", count: 255)])
    func everyNameOfARepositoryIsOneOfAProject(project: String) async throws {
        try await StageFarm.with { farm in
            let repository = project.utf8.count > 200 ? project : project + "/web"
            try await farm.probe.pushImage("image", to: repository, as: "v1")
            #expect(try await farm.watermark(project).repositories.map(\.name) == [repository])
            #expect(try await farm.inventory(project).map(\.repository.value) == [repository])
            #expect(try await farm.clean(["\(repository):v1"], of: project).deleted == 1)
        }
    }

    @Test func whatNamesNoProjectIsRefused() async throws {
        try await StageFarm.with { farm in
            for name in ["", "App", "a//b", "/a", "a/", "../a", "a b", "%", "a%2", "ä", String(repeating: "a", count: 256)] {
                for path in ["watermark", "inventory", "policies", "plans"] {
                    let encoded = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                    let response = try await farm.probe.send("GET", "/api/v1/cleanup/\(path)?project=\(encoded)")
                    #expect(response.status == 400 && response.errorCodes == ["NAME_INVALID"], "\(path) \(name): \(response)")
                }
            }
            for path in ["watermark", "inventory", "policies", "plans", "plan", "items", "skipped"] {
                #expect(try await farm.probe.send("GET", "/api/v1/cleanup/\(path)").status == 400, "\(path)")
            }
        }
    }

    @Test func policiesAreTold() async throws {
        try await withTemporaryDirectory { folder in
            let file = folder + "/cleanup.yaml"
            try Data("projects:\n  app:\n    gitTag: {limit: 3}\n    keepPatterns: [\"v1[.].*\"]\n".utf8).write(to: URL(filePath: file))
            try await StageFarm.with {
                $0.cleanup.policies = file
                $0.cleanup.undoWindow = nil
                $0.collector.grace = .seconds(90)
            } _: { farm in
                let own: PolicyDocument = try await farm.probe.get("cleanup/policies?project=app")
                #expect(own.layer?.gitTag.limit == 3 && own.layer?.keepPatterns == ["v1[.].*"])
                #expect(own.grace == 90 && own.undoWindow == 0)
                let other: PolicyDocument = try await farm.probe.get("cleanup/policies?project=other")
                #expect(other.layer == nil)
            }
        }
    }

    @Test func aServerWithAScheduleSaysWhenItIsDue() async throws {
        try await withTemporaryDirectory { folder in
            let file = folder + "/cleanup.yaml"
            try Data("projects:\n  app:\n    gitTag: {limit: 3}\n".utf8).write(to: URL(filePath: file))
            try await StageFarm.with {
                $0.cleanup.policies = file
                $0.cleanup.schedule = CronSchedule("0 0 1 1 *")
            } _: { farm in
                let start = ContinuousClock.now
                var line: Substring?
                while line == nil, ContinuousClock.now - start < .seconds(10) {
                    let metrics = try await farm.probe.send("GET", "/metrics").text
                    line = metrics.split(separator: "\n").first {
                        $0.hasPrefix("stowage_scheduled_cleanup_next_timestamp_seconds ") && !$0.hasSuffix(" 0")
                    }
                }
                let next = try #require(line?.split(separator: " ").last.flatMap { Double($0) })
                #expect(next > Date().timeIntervalSince1970 && next < Date().timeIntervalSince1970 + 367 * 86_400)
            }
        }
    }

    @Test func aFileOfPoliciesThatCannotBeReadStopsTheStart() async throws {
        await #expect(throws: StartError.self) {
            try await StageFarm.with(configure: { $0.cleanup.policies = "/nowhere/cleanup.yaml" }) { _ in }
        }
        await #expect(throws: StartError.self) {
            try await StageFarm.with(configure: { $0.cleanup.schedule = CronSchedule("@daily") }) { _ in }
        }
    }
}
