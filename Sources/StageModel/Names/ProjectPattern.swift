/// Which repositories belong together, where an operator says so: the components of a path, of which `*` stands for any one. A
/// repository that begins so belongs to the project that is named by as many components of its own.
package struct ProjectPattern: Hashable, Sendable {
    private let components: [String]

    /// - Returns: `nil` for text that is not such a pattern: `*/*`, `team/*`.
    package init?(_ text: some StringProtocol) {
        let components = String(text).split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
        let isValid = components.allSatisfy { component in
            component == "*" || (!component.isEmpty && component.utf8.allSatisfy { $0.isNameCharacter })
        }
        guard isValid, text.utf8.count <= 255 else { return nil }
        self.components = components
    }

    /// - Returns: `nil` where the repository doesn't begin as the pattern says.
    func project(of repository: [Substring]) -> String? {
        guard repository.count >= components.count else { return nil }
        for (own, pattern) in zip(repository, components) where pattern != "*" && pattern != own { return nil }
        return repository.prefix(components.count).joined(separator: "/")
    }
}

extension UInt8 {
    fileprivate var isNameCharacter: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains(self)
    }
}
