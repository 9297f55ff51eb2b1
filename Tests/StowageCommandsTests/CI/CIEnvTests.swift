import ArgumentParser
import Foundation
import StowageTestSupport
import Testing

@testable import StowageCommands

@Suite("stowage ci-env")
struct CIEnvTests {
    private let variables = ["CI_PROJECT_PATH": "chat"]

    private func command(_ arguments: String...) throws -> CIEnv {
        try #require(try Stowage.parseAsRoot(["ci-env"] + arguments) as? CIEnv)
    }

    @Test func `The server is the option's, else the variable's, else this machine`() throws {
        #expect(try command("gitlab").environment(variables: variables).script.contains("export STOWAGE_SERVER='http://127.0.0.1:5000'\n"))
        let set = variables.merging(["STOWAGE_SERVER": "https://User:Sesame@Cache.example/"]) { $1 }
        let script = try command("gitlab").environment(variables: set).script
        #expect(script.contains("# skip STOWAGE_SERVER"))
        #expect(script.contains("export WERF_IMAGES_REPO='cache.example/chat'\n"))
        #expect(!script.contains("esame"))
        let chosen = try command("gitlab", "--server", "http://other:1").environment(variables: set).script
        #expect(chosen.contains("export STOWAGE_SERVER='http://other:1'\n"))
        #expect(chosen.contains("export WERF_IMAGES_REPO='other:1/chat'\n"))
    }

    @Test func `A password that would be printed is refused, and not quoted`() throws {
        for server in ["http://u:sesame@host", "ftp://u:sesame@host", "http://u:sesame@ho st"] {
            let error = #expect(throws: CIError.self) { try command("gitlab", "--server", server).environment(variables: variables) }
            #expect(error?.message.contains("sesame") == false)
        }
    }

    @Test(arguments: [("[::1]:5000", "http://[::1]:5000"), ("HOST", "http://host"), ("https://h:1//", "https://h:1")])
    func `An address is a host and a port`(text: String, url: String) throws {
        #expect(try CIServer(text).url == url)
    }

    @Test(arguments: ["", "http://", "gopher://h", "http://h/path", "http://h'x", "http://h\n", "http://h:99999", "http://[[:::", "h:"])
    func `Another text is no address`(text: String) {
        #expect(throws: CIError.self) { try CIServer(text) }
    }

    @Test(arguments: [["ci-env"], ["ci-env", "jenkins"], ["ci-env", "gitlab", "--werf", "3"], ["ci-env", "gitlab", "--tagging-strategy", "x"]])
    func `Wrong usage ends with 64`(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try Stowage.parseAsRoot(arguments) }
        #expect(error.map { Stowage.exitCode(for: $0).rawValue } == 64)
    }

    @Test func `A file is its owner's alone`() async throws {
        try await withTemporaryDirectory { folder in
            let text = String(repeating: "export A='1'\n", count: 1000)
            let path = try PrivateFile.write(text, in: folder, prefix: "x-")
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
            #expect(try PrivateFile.write(text, in: folder, prefix: "x-") != path)
            #expect(throws: CIError.self) { try PrivateFile.write(text, in: folder + "/none", prefix: "x-") }
        }
    }

    @Test func `The program prints, or writes a file, and fails loudly where it can't`() async throws {
        let program = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: ".build/debug/stowage").path
        try #require(FileManager.default.isExecutableFile(atPath: program))
        try await withTemporaryDirectory { folder in
            let job = ["CI_PROJECT_PATH": "chat", "CI_JOB_TOKEN": "sesame", "TMPDIR": folder]
            let script = try await Shell.succeed(program, ["ci-env", "gitlab"], environment: job)
            #expect(script.text.contains("export STOWAGE_PROJECT='chat'\n"))
            let file = try await Shell.succeed(program, ["ci-env", "gitlab", "--as-file"], environment: job)
            let path = String(file.text.dropLast())
            #expect(path.hasPrefix(folder))
            #expect(try String(contentsOfFile: path, encoding: .utf8) == script.text)
            #expect(!(script.allText + file.allText).contains("sesame"))

            let full = try await Shell.run("sh", ["-c", "'\(program)' ci-env gitlab > /dev/full"], environment: job)
            #expect(full.status == .exited(1), "what can't be written is no success")
            #expect(full.errorText.contains("can't write to standard output"))

            let failed = try await Shell.run("sh", ["-c", "eval \"$('\(program)' ci-env gitlab)\"; echo went on"])
            #expect(failed.status == .exited(1))
            #expect(failed.text == "")
            #expect(failed.errorText.contains("stowage: neither CI_REGISTRY_IMAGE nor CI_PROJECT_PATH is set"))
        }
    }
}
