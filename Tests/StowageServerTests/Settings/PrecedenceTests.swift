import Testing

@testable import StowageServer

@Suite("Where settings come from")
struct PrecedenceTests {
    /// Two values of every setting, neither the default.
    static let samples: [String: (String, String, String)] = [
        "listen": ("127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"), "insecureListen": ("true", "false", "true"), "data": ("a", "b", "c"),
        "log.level": ("trace", "debug", "error"), "log.format": ("text", "json", "auto"),
        "http.idleTimeout": ("1s", "2s", "3s"), "http.bodyTimeout": ("1s", "2s", "3s"), "http.maximumConnections": ("1", "2", "3"),
        "http.shutdownTimeout": ("1s", "2s", "3s"), "uploads.maximumSize": ("1KiB", "2KiB", "3KiB"), "uploads.expireAfter": ("1h", "2h", "3h"),
        "uploads.inMemory": ("64KiB", "65KiB", "66KiB"), "storage.lowWaterMark": ("0", "1", "2"), "storage.reserve": ("0", "1", "2"),
        "catalog.cacheSize": ("64KiB", "65KiB", "66KiB"), "lists.pageLimit": ("1", "2", "3"), "manifestCache.size": ("0", "1", "2"),
        "stageCache.lookupSize": ("0", "1", "2"), "gc.grace": ("1ms", "2ms", "3ms"), "gc.interval": ("1ms", "2ms", "3ms"),
        "gc.maximumRate": ("off", "1", "2"), "gc.orphanInterval": ("off", "1h", "2h"), "cleanup.undoWindow": ("off", "1h", "2h"),
        "cleanup.schedule": ("@daily", "0 0 * * *", "@weekly"), "cleanup.policies": ("a", "b", "c"), "cleanup.projectPattern": ("*", "*/*", "a/*"),
    ]

    private func load(_ name: String, flag: String? = nil, variable: String? = nil, file: String? = nil) throws -> ServerSettings {
        let row = try #require(SettingKeys.row(named: name))
        return try ServerSettings.load(
            flags: flag.map { [SettingsFlag("--flag", key: name, text: $0)] } ?? [],
            environment: variable.map { [row.environmentName: $0] } ?? [:],
            fileEntries: file.map { [SettingsEntry(key: name, text: $0, origin: "file")] } ?? []
        ).settings
    }

    @Test func `Every setting has samples`() {
        #expect(Set(Self.samples.keys) == Set(SettingKeys.all.map(\.name)))
    }

    @Test(arguments: samples.keys.sorted())
    func `A flag wins over a variable, a variable over the file, the file over the default`(name: String) throws {
        let (first, second, third) = try #require(Self.samples[name])
        let fromFlag = try self.load(name, flag: first)
        let fromVariable = try self.load(name, variable: second)
        let fromFile = try self.load(name, file: first)
        #expect(fromFlag == fromFile, "every source gives the same value for the same text")
        #expect(fromFlag != fromVariable)
        #expect(try self.load(name, flag: first, variable: second, file: third) == fromFlag)
        #expect(try self.load(name, variable: second, file: third) == fromVariable)
        #expect(try self.load(name, file: first) != ServerSettings())
        #expect(try self.load(name) == ServerSettings())
    }

    @Test func `off says that there is no value`() throws {
        let settings = try ServerSettings.load(
            environment: ["STOWAGE_SERVE_UPLOADS_MAXIMUM_SIZE": "off"],
            fileEntries: [SettingsEntry(key: "uploads.maximumSize", text: "1MiB", origin: "file")])
        #expect(settings.settings.uploads.maximumSize == nil)
    }

    @Test func `Variables of others mean nothing`() throws {
        let loaded = try ServerSettings.load(environment: ["LISTEN": "x", "STOWAGE_SERVER": "x", "HTTP_IDLE_TIMEOUT": "x", "stowage_serve_data": "x"])
        #expect(loaded.settings == ServerSettings())
        #expect(loaded.warnings.isEmpty)
    }

    @Test func `An unknown variable of the server is a warning`() throws {
        let loaded = try ServerSettings.load(
            environment: ["STOWAGE_SERVE_LISTN": "x", "STOWAGE_SERVE_PORT_5000_TCP_ADDR": "tcp://10.0.0.1:5000", "STOWAGE_SERVE_DATA": "d"])
        #expect(loaded.settings == ServerSettings(data: "d"))
        #expect(
            loaded.warnings == [
                "the environment variable STOWAGE_SERVE_LISTN is not a setting and does nothing; did you mean STOWAGE_SERVE_LISTEN?",
                "the environment variable STOWAGE_SERVE_PORT_5000_TCP_ADDR is not a setting and does nothing",
            ])
    }
}
