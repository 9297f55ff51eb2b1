import FoundationEssentials
import StowageTestSupport
import Testing

@testable import StowageServer

@Suite struct DataFolderTests {
    @Test func blobsWithoutACatalogAreNotANewFolder() async throws {
        try await withTemporaryDirectory { data in
            try DataFolder.requireCatalog(of: data)
            try FileManager.default.createDirectory(atPath: data + "/blobs/sha256/ab", withIntermediateDirectories: true)
            try DataFolder.requireCatalog(of: data)
            try Data([1]).write(to: URL(filePath: data + "/blobs/sha256/ab/abcd"))
            let error = #expect(throws: StartError.self) { try DataFolder.requireCatalog(of: data) }
            #expect(error?.message.contains("no catalog.sqlite") == true)
            try Data().write(to: URL(filePath: data + "/catalog.sqlite"))
            #expect(throws: StartError.self) { try DataFolder.requireCatalog(of: data) }
            try Data([1]).write(to: URL(filePath: data + "/catalog.sqlite-wal"))
            try DataFolder.requireCatalog(of: data)
        }
    }
}
