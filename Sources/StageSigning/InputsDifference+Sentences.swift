import ContentHashing

extension InputsDifference {
    /// The changes in words, one a line, without a period: "`package-lock.json` changed".
    ///
    /// - Parameter limit: The most lines, at least 2; what doesn't fit is counted in the last one: "91 more changes".
    package func sentences(limit: Int = 10) -> [String] {
        let sentences = changes.lazy.map(Self.sentence)
        let limit = max(limit, 2)
        guard changes.count > limit else { return Array(sentences) }
        return sentences.prefix(limit - 1) + ["\(changes.count - limit + 1) more changes"]
    }

    private static func sentence(_ change: Change) -> String {
        switch change {
        case .stage(let old, let new): "the stage's name changed from `\(Printable.text(old))` to `\(Printable.text(new))`"
        case .parent: "the stage below (parent) changed"
        case .command(let old, let new): "the command changed from `\(shortened(old))` to `\(shortened(new))`"
        case .variableAdded(let name): "environment \(Printable.text(name)) is new among the inputs"
        case .variableRemoved(let name): "environment \(Printable.text(name)) is no longer among the inputs"
        case .variableChanged(let name): "environment \(Printable.text(name)) changed"
        case .variablesUnknown: "other environment values can't be compared, the earlier stage is of another repository"
        case .fileAdded(let path, .folder): "the folder `\(path)` is new"
        case .fileAdded(let path, _): "`\(path)` is new"
        case .fileRemoved(let path, .folder): "the folder `\(path)` is gone"
        case .fileRemoved(let path, _): "`\(path)` is gone"
        case .contentChanged(let path, .symlink): "`\(path)` links to something else"
        case .contentChanged(let path, _): "`\(path)` changed"
        case .kindChanged(let path, from: .file, to: .executable): "`\(path)` became executable"
        case .kindChanged(let path, from: .executable, to: .file): "`\(path)` is no longer executable"
        case .kindChanged(let path, from: let old, to: let new): "`\(path)` was \(noun(old)) and is \(noun(new))"
        }
    }

    private static func noun(_ kind: InputKind) -> String {
        switch kind {
        case .file: "a file"
        case .executable: "an executable file"
        case .symlink: "a symbolic link"
        case .folder: "a folder"
        }
    }

    private static func shortened(_ command: [String]) -> String {
        let text = Printable.command(command)
        return text.count > 80 ? "\(text.prefix(79))…" : text
    }
}
