package import OCIModel

/// What a layer of a stage is: a folder or a file that the stage's command makes, and where.
package struct StageOutput: Hashable, Sendable {
    /// Relative to the folder of the build: names joined by `/`, none of them empty, `.` or `..`.
    package let path: String
    /// The layer has one entry, which is the output itself; its name doesn't matter.
    package let isFile: Bool

    /// - Parameter path: `./`, empty names and a slash at the end are dropped.
    /// - Returns: `nil` for an absolute path, one that leaves the folder, and one that names nothing in it.
    package init?(path: String, isFile: Bool) {
        guard !path.hasPrefix("/"), !path.utf8.contains(0) else { return nil }
        let names = path.split(separator: "/").filter { $0 != "." }
        guard !names.isEmpty, !names.contains("..") else { return nil }
        self.path = names.joined(separator: "/")
        self.isFile = isFile
    }

    /// - Returns: `nil` where the descriptor of a layer doesn't say, or says a path that can't be one.
    package init?(_ layer: Descriptor) {
        guard let path = layer.annotations[FactNames.output] else { return nil }
        self.init(path: path, isFile: layer.annotations[FactNames.outputKind] == "file")
    }

    var annotations: [String: String] {
        var annotations = [FactNames.output: path]
        if isFile { annotations[FactNames.outputKind] = "file" }
        return annotations
    }

    /// Whether one of the two is, or is in, the other.
    package func overlaps(_ other: StageOutput) -> Bool {
        path == other.path || path.hasPrefix(other.path + "/") || other.path.hasPrefix(path + "/")
    }
}
