import Foundation
import StageModel
import StowageServer
import StowageTestSupport

/// A server inside of the test, and the real program as its client, in folders of its own.
struct CommandBench: Sendable {
    let server: TestServer
    let scratch: ScratchFolder

    static func with<R: Sendable>(
        configure: @escaping @Sendable (inout ServerSettings) -> Void = { _ in }, _ body: @escaping @Sendable (CommandBench) async throws -> R
    ) async throws -> R {
        try await ScratchFolder.with { scratch in
            try await TestServer.with(configure: configure) { server in try await body(CommandBench(server: server, scratch: scratch)) }
        }
    }

    var url: String { "http://127.0.0.1:\(server.port)" }

    var environment: [String: String] {
        [
            "STOWAGE_SERVER": url, "STOWAGE_PROJECT": "app", "HOME": scratch.path, "XDG_CACHE_HOME": scratch.path("cache"),
            "TMPDIR": scratch.path, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CEILING_DIRECTORIES": scratch.path,
        ]
    }

    /// Makes a folder with files of these texts.
    func folder(_ name: String, _ files: [String: String] = [:]) throws -> String {
        let path = try scratch.folder(name)
        for (file, text) in files {
            let place = "\(path)/\(file)"
            try FileManager.default.createDirectory(
                atPath: URL(fileURLWithPath: place).deletingLastPathComponent().path, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(fileURLWithPath: place))
        }
        return path
    }

    func text(_ path: String) throws -> String { String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self) }

    /// Runs the program to its end.
    func stowage(_ arguments: String..., in folder: String, environment extra: [String: String] = [:]) async throws -> ShellResult {
        try await stowage(arguments, in: folder, environment: extra)
    }

    func stowage(_ arguments: [String], in folder: String, environment extra: [String: String] = [:]) async throws -> ShellResult {
        try await Shell.run(LiveServer.binary(), arguments, environment: environment.merging(extra) { $1 }, in: folder)
    }

    /// Starts the program.
    func start(_ arguments: [String], in folder: String, errors: String) async throws -> ChildProcess {
        var command = ChildProcess.Command(
            try LiveServer.binary(), arguments, environment: ["PATH": Tool.searchPath, "LC_ALL": "C"].merging(environment) { $1 },
            output: scratch.path("\(errors).out"), errors: scratch.path(errors))
        command.folder = folder
        command.diesWithParent = true
        return try await ChildProcess.spawn(command)
    }

    /// Waits for a file that a command makes.
    func appearance(of path: String) async throws {
        for _ in 0..<5000 where !FileManager.default.fileExists(atPath: path) { try await Task.sleep(for: .milliseconds(2)) }
        guard FileManager.default.fileExists(atPath: path) else { throw CommandBenchError(message: "\(path) did not appear") }
    }

    /// The stages of a signature.
    func candidates(_ signature: String) async throws -> [StageCandidate] {
        let result = try await stowage("stage", "lookup", signature, "--format", "json", in: scratch.path)
        return try JSONDecoder().decode(LookupResponse.self, from: Data(result.output)).stages.flatMap(\.candidates)
    }

    func stages() async throws -> [StageListing.Entry] {
        let result = try await stowage("stage", "list", "--format", "json", in: scratch.path)
        guard result.status.isSuccess else { return [] }
        return try JSONDecoder().decode(StageListing.self, from: Data(result.output)).stages
    }
}

struct CommandBenchError: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
}
