import Foundation
import Glibc
import StowageTestSupport

@testable import GitHistory

/// A program `git` that counts how often it is run, before it runs the real one.
struct GitCounter {
    /// For the repository under test.
    let environment: [String: String]
    private let log: String

    init(in folder: String) throws {
        let tools = "\(folder)/counting-tools"
        try FileManager.default.createDirectory(atPath: tools, withIntermediateDirectories: true)
        log = "\(tools)/log"
        let script = """
            #!/bin/sh
            echo run >> '\(log)'
            exec '\(try Tool.require("git"))' "$@"

            """
        try Data(script.utf8).write(to: URL(filePath: "\(tools)/git"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(tools)/git")
        environment = TestRepository.isolated.merging(["PATH": "\(tools):\(Tool.searchPath)"]) { $1 }
    }

    /// Runs since the last call.
    func take() throws -> Int {
        guard FileManager.default.fileExists(atPath: log) else { return 0 }
        defer { unlink(log) }
        return try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").count
    }
}
