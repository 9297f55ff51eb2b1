import FoundationEssentials

/// Paths in a file, one a line.
enum PathList {
    static func read(_ file: String) throws -> [String] {
        let text = String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
        let paths = text.split(separator: "\n").map(String.init)
        guard !paths.isEmpty, paths.allSatisfy({ $0.hasPrefix("/") }) else {
            throw LoadError(.usage, "\(file) has no paths, or lines that don't start with /")
        }
        return paths
    }
}
