package import OCIModel

/// What a layer of a stage is: a folder or a file that the stage's command makes, and where.
package struct StageOutput: Hashable, Sendable {
    /// Relative to the folder of the build: names joined by `/`, none of them empty, `.` or `..`.
    package let path: String
    /// The layer has one entry, which is the output itself; its name doesn't matter.
    package let isFile: Bool
    /// The permissions of a folder, with its set-id and sticky bits; of a file the layer has them. `nil` where nobody says.
    package let mode: UInt16?

    /// - Parameters:
    ///   - path: `./`, empty names and a slash at the end are dropped.
    ///   - mode: Bits above 0o7777 are dropped.
    /// - Returns: `nil` for an absolute path, one that leaves the folder, and one that names nothing in it.
    package init?(path: String, isFile: Bool, mode: UInt16? = nil) {
        guard !path.hasPrefix("/"), !path.utf8.contains(0) else { return nil }
        let names = path.split(separator: "/").filter { $0 != "." }
        guard !names.isEmpty, !names.contains("..") else { return nil }
        self.path = names.joined(separator: "/")
        self.isFile = isFile
        self.mode = isFile ? nil : mode.map { $0 & 0o7777 }
    }

    /// - Returns: `nil` where the descriptor of a layer doesn't say, or says a path that can't be one.
    package init?(_ layer: Descriptor) {
        guard let path = layer.annotations[FactNames.output] else { return nil }
        self.init(
            path: path, isFile: layer.annotations[FactNames.outputKind] == "file",
            mode: layer.annotations[FactNames.outputMode].flatMap { UInt16($0, radix: 8) })
    }

    var annotations: [String: String] {
        var annotations = [FactNames.output: path]
        if isFile { annotations[FactNames.outputKind] = "file" }
        if let mode { annotations[FactNames.outputMode] = String(mode, radix: 8) }
        return annotations
    }

    /// Whether one of the two is, or is in, the other.
    package func overlaps(_ other: StageOutput) -> Bool {
        path == other.path || path.hasPrefix(other.path + "/") || other.path.hasPrefix(path + "/")
    }
}
