import Catalog
import ImageStore
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Reclamation

/// A server that was killed may have known of uses that nobody had written down.
@Suite struct LostUsesTests {
    private static let stage = SkippingTests.stage

    /// When the inventory says that each manifest was used last, by its tag.
    private static func uses(_ house: ApplierHouse) async throws -> [String: Timestamp?] {
        let page = try await house.store.inventory(ofProject: "team", pattern: nil, after: "team/app@0")
        let stages = try await house.store.inventory(ofProject: "team", pattern: nil, after: "team/stages@0")
        return (page.manifests + stages.manifests).reduce(into: [:]) { $0[$1.tags[0].name.value] = .some($1.lastUsedAt) }
    }

    @Test func whatWasThereCountsAsUsedWhenTheNextServerBegan() async throws {
        try await ApplierHouse.use { house in
            try await house.publish("v1")
            try await house.publish(Self.stage, in: ApplierHouse.stages)
            house.clock.advance(by: .seconds(3 * 86_400))
            try await house.pull("v1")
            house.clock.advance(by: .seconds(2))
            try await house.reopened { house in
                let began = house.clock.now.advanced(by: .milliseconds(-1))
                house.clock.advance(by: .seconds(1))
                try await house.publish("v2")
                house.clock.advance(by: .seconds(1))
                #expect(try await Self.uses(house) == ["v1": began, Self.stage: began, "v2": nil])
                // A stop in good order loses nothing, and forgets nothing that was lost before.
                try await house.pull("v2")
                try await house.store.endUses()
                let end = house.clock.now
                house.clock.advance(by: .seconds(1))
                try await house.reopened { house in
                    let uses = try await Self.uses(house)
                    #expect(uses == ["v1": began, Self.stage: began, "v2": end])
                }
            }
        }
    }

    /// A plan that was being applied doesn't know what was asked for since its inventory.
    @Test(arguments: [false, true]) func aPlanFromBefore(endsInGoodOrder: Bool) async throws {
        try await ApplierHouse.use { house in
            try await house.publish("v1")
            try await house.publish("v2")
            house.clock.advance(by: .seconds(1))
            var sketch = try await Sketch(house)
            for tag in ["v1", "v2"] { try sketch.add(tag, house) }
            let id = try await sketch.send(to: house)
            house.clock.advance(by: .seconds(1))
            try await house.pull("v1")
            if endsInGoodOrder { try await house.store.endUses() }
            try await house.reopened { house in
                let (record, skipped) = try await house.apply(id)
                #expect(record.state == .applied)
                #expect(skipped.map(\.position) == (endsInGoodOrder ? [0] : [0, 1]))
                #expect(skipped.allSatisfy { $0.cause == .used })
            }
        }
    }
}
