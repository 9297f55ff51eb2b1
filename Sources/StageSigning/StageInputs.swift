package import StageModel

/// Everything that decides what a stage builds. Two builds of equal inputs have the same ``signature``.
///
/// The values are normalised: inputs are sorted by the bytes of their paths, variables by the bytes of their names, and each
/// is there once, so the order in which they were named doesn't count.
///
/// Not `Codable` on purpose: the variables' values stay in memory. ``InputsDocument`` is what is kept.
package struct StageInputs: Hashable, Sendable {
    /// Of the encoding that ``signature`` hashes, and of ``InputsDocument``.
    package static let formatVersion = 1

    /// The stage's name, such as `install`.
    package let stage: String
    /// The words of the command, in order. `["npm ci"]` and `["npm", "ci"]` are different commands.
    package let command: [String]
    package let files: [InputFile]
    package let environment: [EnvironmentInput]
    /// The stage that this one is built upon.
    package let parent: Signature?

    /// Of several inputs with one path, or variables with one name, the first counts.
    package init(stage: String, command: [String], files: [InputFile], environment: [EnvironmentInput] = [], parent: Signature? = nil) {
        self.stage = stage
        self.command = command
        self.files = files.sortedUniquely { $0.path < $1.path }
        self.environment = environment.sortedUniquely { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        self.parent = parent
    }
}

extension Array {
    /// Sorted, and of elements that are neither before nor after each other only the first.
    fileprivate func sortedUniquely(by precedes: (Element, Element) -> Bool) -> [Element] {
        let isSorted = zip(self, dropFirst()).allSatisfy { precedes($0, $1) }
        if isSorted { return self }
        // The sort of the standard library keeps the order of equals.
        return sorted(by: precedes).reduce(into: []) { result, element in
            if let last = result.last, !precedes(last, element) { return }
            result.append(element)
        }
    }
}
