import Foundation

/// The programs that tests run.
package enum Tool {
    /// Where children look for programs, whatever the environment of the tests is.
    package static let searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// The path of a program, or `nil` where it is not installed.
    package static func path(_ name: String) -> String? {
        searchPath.split(separator: ":").map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// True where tests that need these programs should run: all are installed, or this is CI, where a missing one is a
    /// failure.
    package static func areExpected(_ names: String...) -> Bool {
        isCI || names.allSatisfy { path($0) != nil }
    }

    package static var isCI: Bool {
        let value = ProcessInfo.processInfo.environment["CI"] ?? ""
        return !value.isEmpty && value != "false" && value != "0"
    }

    /// - Throws: ``ToolMissing``.
    package static func require(_ name: String) throws -> String {
        guard let path = path(name) else { throw ToolMissing(name: name) }
        return path
    }
}

/// A program that a test needs is not installed.
package struct ToolMissing: Error, CustomStringConvertible {
    package let name: String

    package var description: String { "'\(name)' is not installed; scripts/test installs it from Debian's packages" }
}
