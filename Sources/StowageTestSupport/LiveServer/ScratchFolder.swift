import Foundation

/// A temporary folder of one test.
package struct ScratchFolder: Sendable {
    package let path: String

    package init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("stowage-test-\(UUID().uuidString.lowercased())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        self.path = url.path
    }

    /// The path of an entry, which need not exist.
    package func path(_ name: String) -> String { "\(path)/\(name)" }

    /// Makes a folder inside, with the folders above it.
    package func folder(_ name: String) throws -> String {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
        return path(name)
    }

    /// Writes a file and returns its path.
    @discardableResult
    package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    @discardableResult
    package func write(_ text: String, to name: String) throws -> String { try write(text.utf8, to: name) }

    package func read(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    package func remove() {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            print("can't remove \(path): \(error)")
        }
    }

    /// Makes a folder that exists while `body` runs.
    package static func with<R>(_ body: (ScratchFolder) async throws -> R) async throws -> R {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        return try await body(folder)
    }
}
