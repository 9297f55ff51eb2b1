import Catalog
import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@Suite struct UploadTests {
    @Test func opensAdvancesAndCloses() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let start = temporary.clock.now
            let record = UploadRecord(id: UploadID(), repository: .app, algorithm: .sha512, startedAt: start, touchedAt: start)
            try await catalog.openUpload(record)
            #expect(try await catalog.upload(record.id, in: .app) == record)
            #expect(try await catalog.upload(record.id, in: .other) == nil)
            #expect(try await catalog.upload(UploadID(), in: .app) == nil)

            temporary.clock.advance(by: .seconds(5))
            try await catalog.recordProgress(of: record.id, offset: 1 << 40)
            let touched = try #require(try await catalog.upload(record.id, in: .app))
            #expect(touched.offset == 1 << 40)
            #expect(touched.startedAt == start)
            #expect(touched.touchedAt == start.advanced(by: .seconds(5)))

            try await catalog.closeUpload(record.id)
            #expect(try await catalog.upload(record.id, in: .app) == nil)
            try await catalog.closeUpload(record.id)
            try await catalog.recordProgress(of: record.id, offset: 5)
            #expect(try await catalog.upload(record.id, in: .app) == nil)
            #expect(try temporary.rows("SELECT * FROM repositories") == [], "an upload makes no repository")
        }
    }

    @Test func findsIdleOnes() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let start = temporary.clock.now
            let ids = (0..<4).map { _ in UploadID() }
            for (index, id) in ids.enumerated() {
                let time = start.advanced(by: .seconds(index))
                try await catalog.openUpload(UploadRecord(id: id, repository: .app, algorithm: .sha256, startedAt: time, touchedAt: time))
            }
            temporary.clock.now = start.advanced(by: .seconds(100))
            try await catalog.recordProgress(of: ids[0], offset: 1)
            func idle(_ seconds: Int, _ limit: Int) async throws -> [UploadID] {
                try await catalog.uploads(idleSince: start.advanced(by: .seconds(seconds)), limit: limit).map(\.id)
            }
            #expect(try await idle(2, 10) == [ids[1], ids[2]])
            #expect(try await idle(99, 2) == [ids[1], ids[2]])
            #expect(try await idle(100, 10) == [ids[1], ids[2], ids[3], ids[0]])
            #expect(try await idle(0, 10) == [])
            #expect(try await idle(100, 0) == [])
        }
    }
}
