package import ContentHashing

/// What is different between the inputs of two stages: why the later one was not found where the earlier one is.
package struct InputsDifference: Hashable, Sendable {
    package enum Change: Hashable, Sendable {
        case stage(from: String, to: String)
        case parent
        case command(from: [String], to: [String])
        case variableAdded(String)
        case variableRemoved(String)
        /// The value is another, or there is one now, or none any more.
        case variableChanged(String)
        /// The values of the variables can't be compared, since the documents are of different repositories.
        case variablesUnknown
        case fileAdded(TreePath, InputKind)
        case fileRemoved(TreePath, InputKind)
        case contentChanged(TreePath, InputKind)
        case kindChanged(TreePath, from: InputKind, to: InputKind)
    }

    /// What decides most comes first: parent, command, variables, and then the files in the order of their paths.
    package let changes: [Change]

    package var isEmpty: Bool { changes.isEmpty }

    package init(from earlier: InputsDocument, to later: InputsDocument) {
        var changes: [Change] = []
        if earlier.stage != later.stage { changes.append(.stage(from: earlier.stage, to: later.stage)) }
        if earlier.parent != later.parent { changes.append(.parent) }
        if earlier.command != later.command { changes.append(.command(from: earlier.command, to: later.command)) }
        changes += Self.variableChanges(from: earlier, to: later)
        changes += Self.fileChanges(from: earlier, to: later)
        self.changes = changes
    }

    private static func variableChanges(from earlier: InputsDocument, to later: InputsDocument) -> [Change] {
        let comparable = earlier.repository == later.repository
        let old = Dictionary(earlier.environment.map { ($0.name, $0) }) { first, _ in first }
        let new = Dictionary(later.environment.map { ($0.name, $0) }) { first, _ in first }
        var changes: [Change] = []
        var unknown = false
        for name in Set(old.keys).union(new.keys).sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            switch (old[name], new[name]) {
            case (nil, _): changes.append(.variableAdded(name))
            case (_, nil): changes.append(.variableRemoved(name))
            case (let old?, let new?):
                if (old.digest == nil) != (new.digest == nil) {
                    changes.append(.variableChanged(name))
                } else if old.digest != new.digest {
                    if comparable { changes.append(.variableChanged(name)) } else { unknown = true }
                }
            }
        }
        return unknown ? changes + [.variablesUnknown] : changes
    }

    /// Walks both lists, which are sorted, side by side.
    private static func fileChanges(from earlier: InputsDocument, to later: InputsDocument) -> [Change] {
        var changes: [Change] = []
        var old = earlier.files[...]
        var new = later.files[...]
        while true {
            switch (old.first, new.first) {
            case (nil, nil): return changes
            case (let gone?, let come) where come.map({ gone.path < $0.path }) ?? true:
                changes.append(.fileRemoved(gone.path, gone.kind))
                old.removeFirst()
            case (let gone, let come?) where gone.map({ come.path < $0.path }) ?? true:
                changes.append(.fileAdded(come.path, come.kind))
                new.removeFirst()
            case (let before, let after):
                if let before, let after, before != after {
                    let isSameKind = before.kind == after.kind
                    changes.append(
                        isSameKind ? .contentChanged(after.path, after.kind) : .kindChanged(after.path, from: before.kind, to: after.kind))
                }
                old.removeFirst()
                new.removeFirst()
            }
        }
    }
}
