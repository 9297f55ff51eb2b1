import Testing

@testable import StowageServer

@Suite("The table of settings")
struct SettingKeysTests {
    @Test func `Names and variables are unique`() {
        #expect(Set(SettingKeys.all.map(\.name)).count == SettingKeys.all.count)
        #expect(Set(SettingKeys.all.map(\.environmentName)).count == SettingKeys.all.count)
    }

    @Test func `No key is also a group`() {
        for row in SettingKeys.all { #expect(!SettingKeys.isGroup(row.name), "\(row.name)") }
    }

    @Test func `Defaults are well-formed`() {
        for row in SettingKeys.all { #expect(row.accepts(row.defaultText), "\(row.name)") }
    }

    @Test func `The defaults of the table are those of the initializers`() throws {
        #expect(try ServerSettings.load().settings == ServerSettings())
    }

    @Test func `The file in config has every key with its default, in order, and nothing else`() throws {
        let path = PackageFolder.path + "/config/stowage.yaml"
        let entries = try SettingsFile(path: "stowage.yaml").entries(in: SettingsFile.text(at: path))
        #expect(entries.map(\.key) == SettingKeys.all.map(\.name))
        #expect(entries.map(\.text) == SettingKeys.all.map(\.defaultText))
        #expect(try ServerSettings.load(configurationFile: path).settings == ServerSettings())
    }

    @Test(arguments: [
        ("listen", "STOWAGE_SERVE_LISTEN"), ("insecureListen", "STOWAGE_SERVE_INSECURE_LISTEN"),
        ("log.level", "STOWAGE_SERVE_LOG_LEVEL"), ("http.idleTimeout", "STOWAGE_SERVE_HTTP_IDLE_TIMEOUT"),
        ("manifestCache.size", "STOWAGE_SERVE_MANIFEST_CACHE_SIZE"), ("stageCache.lookupSize", "STOWAGE_SERVE_STAGE_CACHE_LOOKUP_SIZE"),
    ])
    func `A variable is named after its key`(key: String, variable: String) throws {
        #expect(try #require(SettingKeys.row(named: key)).environmentName == variable)
    }
}
