import ContentHashing
import StowageTestSupport
import Testing

@Suite("Who may open a data folder", .timeLimit(.minutes(2)))
struct DataFolderTests {
    @Test("A second server on the same folder is refused and names the holder")
    func secondServer() async throws {
        try await withLiveServer { first in
            var options = LiveServer.Options()
            options.dataFolder = first.dataFolder
            try await withStoppedServer(options) { second in
                try await second.launch()
                let status = try await second.exit()
                #expect(!status.isSuccess && !status.isSignal, "\(status)")
                let pid = try #require(first.pid)
                #expect(second.log.contains("\(pid)"), "the message names the process \(pid): \(second.log)")
            }
            #expect(await first.isReady())
        }
    }

    @Test("The folder is free again after its server was killed")
    func afterKill() async throws {
        try await withLiveServer { server in
            await server.kill()
            try await server.start()
            #expect(try await server.terminate() == .exited(0))
        }
    }

    @Test("A catalog of a newer version is refused and left as it is", .enabled(if: Tool.areExpected("sqlite3"), "sqlite3 is not installed"))
    func newerCatalog() async throws {
        try await withLiveServer { server in
            let bytes = SeededBytes(seed: 9).bytes(count: 1000)
            let pushed = try await RegistryProbe.with(baseURL: server.baseURL) { try await $0.pushBlob(bytes, to: "app") }
            #expect(pushed.status == 201)
            #expect(try await server.terminate() == .exited(0))
            let catalog = "\(server.dataFolder)/catalog.sqlite"
            try await Shell.succeed("sqlite3", [catalog, "INSERT INTO grdb_migrations VALUES ('9999-from-the-future')"])

            try await server.launch()
            let status = try await server.exit()
            #expect(!status.isSuccess && !status.isSignal, "\(status)")
            #expect(server.log.contains("newer"), "\(server.log)")

            try await Shell.succeed("sqlite3", [catalog, "DELETE FROM grdb_migrations WHERE identifier = '9999-from-the-future'"])
            try await server.start()
            let pulled = try await RegistryProbe.with(baseURL: server.baseURL) { try await $0.blob(Digest(hashing: bytes), in: "app") }
            #expect(pulled.body == bytes)
        }
    }
}
