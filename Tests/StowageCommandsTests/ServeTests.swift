import ArgumentParser
import StowageServer
import Testing

@testable import StowageCommands

@Suite("The command line")
struct ServeTests {
    private func serve(_ arguments: String...) throws -> Serve {
        try #require(try Stowage.parseAsRoot(["serve"] + arguments) as? Serve)
    }

    @Test func `Without options nothing is set`() throws {
        let serve = try self.serve()
        #expect(serve.settingsFlags.isEmpty)
        #expect(serve.config == nil)
    }

    @Test func `Options become settings`() throws {
        let serve = try self.serve(
            "--config", "s.yaml", "--data", "d", "--listen", "0.0.0.0:1", "--insecure-listen", "--log-level", "debug", "--log-format", "json")
        #expect(serve.config == "s.yaml")
        #expect(
            serve.settingsFlags == [
                SettingsFlag("--data", key: "data", text: "d"), SettingsFlag("--listen", key: "listen", text: "0.0.0.0:1"),
                SettingsFlag("--insecure-listen", key: "insecureListen", text: "true"), SettingsFlag("--log-level", key: "log.level", text: "debug"),
                SettingsFlag("--log-format", key: "log.format", text: "json"),
            ])
        #expect(serve.settingsFlags.allSatisfy { SettingKeys.row(named: $0.key) != nil })
    }

    @Test(arguments: [["serve", "--port", "1"], ["serve", "--data"], ["serve", "extra"], ["serv"], ["--unknown"]])
    func `Wrong usage ends with 64`(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try Stowage.parseAsRoot(arguments) }
        #expect(error.map { Stowage.exitCode(for: $0).rawValue } == 64)
    }

    @Test(arguments: [["--help"], ["serve", "--help"], ["--version"], ["help", "serve"]])
    func `Help and version end with 0`(arguments: [String]) throws {
        do {
            var command = try Stowage.parseAsRoot(arguments)
            try command.run()
            Issue.record("help is answered by an error of the parser")
        } catch {
            #expect(Stowage.exitCode(for: error) == .success)
            #expect(Failure(error) == nil)
        }
    }

    @Test func `The version is told`() {
        #expect(Stowage.configuration.version == "stowage \(StowageVersion.current)")
    }

    @Test func `The help shows a first step and the exit codes`() {
        let help = Stowage.helpMessage()
        #expect(help.contains("stowage serve"))
        #expect(help.contains("64 wrong usage"))
        let serve = Stowage.helpMessage(for: Serve.self)
        for option in [
            "--config <file>", "--data <dir>", "--listen <host:port>", "--insecure-listen", "--log-level <level>", "--log-format <format>",
        ] {
            #expect(serve.contains(option))
        }
    }

    @Test func `A refused setting ends with 64 and one line`() throws {
        let error = try #require(throws: SettingsError.self) {
            try ServerSettings.load(flags: [SettingsFlag("--listen", key: "listen", text: "x")])
        }
        let failure = try #require(Failure(error))
        #expect(failure.exitCode == 64)
        #expect(failure.line == "stowage: --listen is 'x'; write HOST:PORT, such as 127.0.0.1:5000 or [::1]:5000")
    }

    @Test func `Another failure ends with 1 and one line`() throws {
        let failure = try #require(Failure(StartError("the folder\nis taken")))
        #expect(failure.exitCode == 1)
        #expect(failure.line == "stowage: the folder is taken")
    }

    @Test func `What the parser throws is the parser's to print`() {
        #expect(Failure(ExitCode(3)) == nil)
        #expect(Failure(ValidationError("x")) == nil)
    }
}
