import Catalog
import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@Suite struct ConsistencyTests {
    /// A tag always leads to a whole manifest while it moves and its old targets are deleted.
    @Test func readersNeverSeeHalfAChange() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let images = try (0..<8).map { try ManifestBuilder.image(layers: ["\($0)"]).manifest() }
            for image in images { try await catalog.push(image, in: .app) }
            try await catalog.push(images[0], tags: ["moving"], in: .app)
            let known = Dictionary(uniqueKeysWithValues: images.map { ($0.digest, $0.bytes) })
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for round in 1..<120 {
                        let image = images[round % images.count]
                        try await catalog.push(image, tags: ["moving"], in: .app)
                        let old = images[(round + 3) % images.count]
                        if try await catalog.deleteManifest(old.digest, from: .app) != .deleted { throw Unexpected(what: "not deleted") }
                        if try await catalog.manifest(.digest(old.digest), in: .app) != nil { throw Unexpected(what: "deleted, and there") }
                        try await catalog.push(old, in: .app)
                    }
                }
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<150 {
                            guard let stored = try await catalog.manifest(.tag("moving"), in: .app) else { throw Unexpected(what: "no tag") }
                            if known[stored.digest] != stored.bytes { throw Unexpected(what: "other bytes") }
                            let page = try await catalog.tags(in: .app, after: nil, limit: 10)
                            if page?.items != ["moving"] { throw Unexpected(what: "other tags") }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await catalog.statistics() == temporary.countedStatistics())
        }
    }

    @Test func whatWasAcknowledgedIsReadAtOnce() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<8 {
                    group.addTask {
                        let repository = RepositoryName.name("worker-\(worker)")
                        for round in 0..<15 {
                            let tag = try TagName("t\(round)")
                            let image = try await catalog.push(image: "\(worker)", "\(round)", tags: [tag], in: repository)
                            if try await catalog.manifest(.tag(tag), in: repository)?.digest != image.digest {
                                throw Unexpected(what: "pushed, and not there")
                            }
                            if round % 2 == 0 {
                                if try await catalog.deleteTag(tag, from: repository) != .deleted { throw Unexpected(what: "not deleted") }
                                if try await catalog.manifest(.tag(tag), in: repository) != nil { throw Unexpected(what: "deleted, and there") }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await catalog.statistics() == temporary.countedStatistics())
            #expect(try await catalog.statistics().tags == 8 * 7)
        }
    }

    /// Ten writers of the same things agree on one row each.
    @Test func theSameAtOnceIsDoneOnce() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<10 {
                    group.addTask { try await catalog.push(image: "one", tags: ["a"]) }
                }
                try await group.waitForAll()
            }
            #expect(try temporary.rows("SELECT generation FROM repositories") == ["4"])
            #expect(try await catalog.statistics() == temporary.countedStatistics())
        }
    }
}
