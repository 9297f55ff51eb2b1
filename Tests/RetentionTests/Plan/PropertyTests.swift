import ContentHashing
import OCIModel
import Retention
import StageModel
import StowageTestSupport
import Testing

/// What holds of any project under any policies.
@Suite struct PropertyTests {
    @Test(arguments: 0..<10) func `Is the same to the byte whatever the order of the pages`(seed: Int) throws {
        var random = SmallRandom(UInt64(seed))
        let project = try RandomProject.make(&random)
        let policies = try CleanupPolicies([RandomProject.policies(&random)])
        let plan = try CleanupPlan(try project.input(policies))
        try plan.expectSound()
        for size in [1, 3, 7] {
            let pages = project.pages(of: size).shuffled(using: &random)
            let other = try CleanupPlan(try project.input(policies, pages: pages))
            #expect(other.json() == plan.json())
        }
    }

    @Test(arguments: 0..<15) func `Keeps whatever a kept object needs`(seed: Int) throws {
        var random = SmallRandom(UInt64(seed + 1000))
        let project = try RandomProject.make(&random)
        let plan = try CleanupPlan(try project.input(try CleanupPolicies([RandomProject.policies(&random)])))
        let pages = project.pages()
        var kept: Set<String> = []
        for decision in plan.decisions where decision.action == .keep {
            kept.insert("\(decision.repository):\(decision.tag ?? decision.digest.description)")
        }
        for page in pages {
            let repository = page.repository.value
            let isKept = { (manifest: InventoryPage.Manifest) in
                manifest.tags.contains { kept.contains("\(repository):\($0.name)") } || kept.contains("\(repository):\(manifest.digest)")
            }
            for manifest in page.manifests where isKept(manifest) {
                for entry in manifest.entries {
                    let member = page.manifests.first { $0.digest == entry }
                    #expect(member.map(isKept) ?? true)
                }
                for tag in manifest.tags where kept.contains("\(repository):\(tag.name)") {
                    for signature in Self.signatures(tag.facts) {
                        let stages = Self.stages(pages, of: signature)
                        // One that it may be made of at least.
                        #expect(stages.isEmpty || stages.contains { kept.contains($0) }, "\(tag.name) needs \(signature)")
                    }
                }
            }
            // Referrers live as long as their subjects, and no longer.
            for manifest in page.manifests where manifest.tags.isEmpty && !manifest.isInTrash {
                guard let subject = page.manifests.first(where: { $0.digest == manifest.subject }) else { continue }
                #expect(isKept(subject) == kept.contains("\(repository):\(manifest.digest)"))
            }
        }
    }

    private static func signatures(_ facts: TagFacts) -> [String] {
        switch facts {
        case .stage(_, let facts): [facts.parent].compactMap { $0 } + facts.imports
        case .image(let facts): [facts.signature?.value].compactMap { $0 } + facts.imports
        case .service: []
        }
    }

    private static func stages(_ pages: [InventoryPage], of signature: String) -> [String] {
        pages.flatMap { page in
            page.manifests.flatMap(\.tags).filter { tag in
                guard case .stage(let stage, _) = tag.facts else { return false }
                return stage.signature.value == signature && !tag.isRejected
            }.map { "\(page.repository.value):\($0.name)" }
        }
    }

    @Test(arguments: 0..<15) func `Deletes no more with more rules to keep`(seed: Int) throws {
        var random = SmallRandom(UInt64(seed + 2000))
        let project = try RandomProject.make(&random)
        let layer = RandomProject.policies(&random)
        let before = try Self.deleted(project, layer)
        var kinder = layer
        // Not for what counts towards a limit: what is kept for good gives its place to others, which are kept too.
        kinder.keepPatterns.append(".*[0-3]")
        #expect(try Self.deleted(project, kinder).isSubset(of: before))
        var slower = layer
        slower.keepUsedWithin = 30 * 86_400
        #expect(try Self.deleted(project, slower).isSubset(of: before))
        var used = project
        for tag in ["v1", "v2", "v3"] { try used.use("chat/node", tag: tag, by: "pod") }
        #expect(try Self.deleted(used, layer).isSubset(of: before))
        var off = layer
        off.gitTag = StrategyPolicy()
        off.gitCommit = StrategyPolicy()
        off.stagesSignature = StrategyPolicy()
        #expect(try Self.deleted(project, off).isSubset(of: before))
    }

    private static func deleted(_ project: TestProject, _ layer: PolicyLayer) throws -> Set<String> {
        var layer = layer
        // It takes what others leave.
        layer.budget = nil
        let plan = try CleanupPlan(try project.input(try CleanupPolicies([layer])))
        return Set(plan.items.map { "\($0.repository):\($0.tag ?? $0.digest)" })
    }
}
