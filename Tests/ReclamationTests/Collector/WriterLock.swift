import Foundation
import Glibc
import StowageTestSupport

/// Keeps everyone else from writing to a catalog, as an operator's `sqlite3` with an open transaction does.
final class WriterLock {
    private let process = Process()
    private let input = Pipe()

    init(_ path: String) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sqlite3", path]
        process.standardInput = input
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("BEGIN IMMEDIATE; SELECT 'locked';\n".utf8))
        guard output.fileHandleForReading.availableData.starts(with: Data("locked".utf8)) else { throw Unexpected(what: "no lock") }
    }

    func release() throws {
        try input.fileHandleForWriting.write(contentsOf: Data("ROLLBACK;\n".utf8))
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
