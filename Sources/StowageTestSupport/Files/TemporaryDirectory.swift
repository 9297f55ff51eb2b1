import Foundation

/// Runs `body` with a new folder, and removes the folder afterwards with all that is in it, whatever happened.
package func withTemporaryDirectory<Result>(_ body: (_ path: String) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "stowage-test-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            print("a temporary folder is left behind: \(error)")
        }
    }
    return try await body(folder.path(percentEncoded: false).trimmingSuffix("/"))
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String { hasSuffix(suffix) ? String(dropLast(suffix.count)) : self }
}
