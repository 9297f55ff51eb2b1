import Foundation

/// The sources of this package, found from the place of this file.
enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct File {
        /// Below the package: `Sources/Catalog/Catalog.swift`.
        let path: String
        let lines: [Substring]

        /// The target's folder: `Catalog`.
        var target: String { String(path.split(separator: "/")[1]) }
    }

    /// Every Swift file under a folder of the package.
    static func swiftFiles(under folder: String) throws -> [File] {
        let base = root.appending(path: folder)
        return try FileManager.default.subpathsOfDirectory(atPath: base.path).filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let text = try String(contentsOf: base.appending(path: path), encoding: .utf8)
            return File(path: "\(folder)/\(path)", lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }

    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
