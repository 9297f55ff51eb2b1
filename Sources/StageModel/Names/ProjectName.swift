package import OCIModel

/// What owns several repositories.
package struct ProjectName: Hashable, Sendable {
    package let value: String

    /// A project is named as a repository is.
    package init(_ name: RepositoryName) {
        self.value = name.value
    }

    /// The project of a repository: as the pattern says; else the longest beginning P of its path, perhaps all of it, for which there is
    /// a repository `P/stages`; else all but the last component; a single component is its own project.
    ///
    /// - Parameter exists: Whether there is a repository of this name.
    package init(of repository: RepositoryName, pattern: ProjectPattern?, exists: (String) throws -> Bool) rethrows {
        let components = repository.value.split(separator: "/")
        if let project = pattern?.project(of: components) {
            self.value = project
            return
        }
        for count in (1...components.count).reversed() {
            let beginning = components.prefix(count).joined(separator: "/")
            if try exists("\(beginning)/stages") {
                self.value = beginning
                return
            }
        }
        self.value = components.count == 1 ? repository.value : components.dropLast().joined(separator: "/")
    }
}

extension ProjectName: CustomStringConvertible {
    package var description: String { value }
}
