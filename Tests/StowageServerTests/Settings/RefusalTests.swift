import Testing

@testable import StowageServer

@Suite("Settings that stop the start")
struct RefusalTests {
    private func refusal(of load: () throws -> Void) -> SettingsError? {
        do {
            try load()
            return nil
        } catch {
            return error as? SettingsError
        }
    }

    @Test func `Every malformed variable is named, with what is allowed`() {
        for row in SettingKeys.all {
            let error = self.refusal { _ = try ServerSettings.load(environment: [row.environmentName: "?\u{0}"]) }
            #expect(error?.code == .malformedValue, "\(row.name)")
            #expect(error?.message == "\(row.environmentName) is '?\u{0}'; write \(row.allowed)")
        }
    }

    @Test func `An empty variable is malformed`() {
        let error = self.refusal { _ = try ServerSettings.load(environment: ["STOWAGE_SERVE_LISTEN": ""]) }
        #expect(error?.message == "STOWAGE_SERVE_LISTEN is empty; write HOST:PORT, such as 127.0.0.1:5000 or [::1]:5000")
    }

    @Test func `A malformed variable stops the start even where a flag overrides it`() {
        let error = self.refusal {
            _ = try ServerSettings.load(
                flags: [SettingsFlag("--log-level", key: "log.level", text: "info")], environment: ["STOWAGE_SERVE_LOG_LEVEL": "loud"])
        }
        #expect(
            error?.message
                == "STOWAGE_SERVE_LOG_LEVEL is 'loud'; write trace, debug, info, notice, warning, error or critical")
    }

    @Test func `A malformed flag is named`() {
        let error = self.refusal { _ = try ServerSettings.load(flags: [SettingsFlag("--listen", key: "listen", text: "5000")]) }
        #expect(error?.code == .malformedValue)
        #expect(error?.message == "--listen is '5000'; write HOST:PORT, such as 127.0.0.1:5000 or [::1]:5000")
    }

    @Test(arguments: [
        ("http.idleTimeout", "0s"), ("http.maximumConnections", "0"), ("http.maximumConnections", "1000001"), ("uploads.inMemory", "65535"),
        ("uploads.maximumSize", "0"), ("lists.pageLimit", "0"), ("lists.pageLimit", "10001"), ("insecureListen", "yes"), ("data", ""),
        ("log.format", "xml"), ("log.level", "INFO"), ("storage.reserve", "-1"),
        ("gc.grace", "0s"), ("gc.interval", "off"), ("gc.maximumRate", "0"), ("cleanup.undoWindow", "0s"), ("cleanup.schedule", "daily"),
        ("cleanup.schedule", "0 0 30 2 *"), ("cleanup.policies", ""), ("cleanup.projectPattern", "a//b"), ("cleanup.projectPattern", "App/*"),
        ("cleanup.projectPattern", "a*"), ("cleanup.projectPattern", "/a"),
    ])
    func `A value out of range is refused`(name: String, text: String) throws {
        let row = try #require(SettingKeys.row(named: name))
        #expect(self.refusal { _ = try ServerSettings.load(environment: [row.environmentName: text]) }?.code == .malformedValue)
    }

    @Test(arguments: ["0.0.0.0:5000", "[::]:5000", "192.168.0.1:5000", "registry.example:5000"])
    func `An address that others can reach needs consent`(address: String) throws {
        let flag = SettingsFlag("--listen", key: "listen", text: address)
        let error = self.refusal { _ = try ServerSettings.load(flags: [flag]) }
        #expect(error?.code == .insecureListen)
        #expect(
            error?.message
                == "listen is \(address), where other machines can connect, and there is no TLS; to accept that, give --insecure-listen (in the file "
                + "'insecureListen: true', in the environment STOWAGE_SERVE_INSECURE_LISTEN=true), or listen on 127.0.0.1:5000")
        let allowed = try ServerSettings.load(flags: [flag, SettingsFlag("--insecure-listen", key: "insecureListen", text: "true")])
        #expect(allowed.settings.listen.description == address)
    }

    @Test func `A file that is not there is named`() {
        let error = self.refusal { _ = try ServerSettings.load(configurationFile: "/nowhere/stowage.yaml") }
        #expect(error?.code == .unreadableFile)
        #expect(error?.message == "the configuration file /nowhere/stowage.yaml can't be read: No such file or directory")
    }

    @Test func `A folder is not a file`() {
        #expect(self.refusal { _ = try ServerSettings.load(configurationFile: PackageFolder.path) }?.code == .unreadableFile)
    }
}
