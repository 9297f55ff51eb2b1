extension Ledger {
    /// A key whose state after a crash breaks what was acknowledged.
    struct Violation: Hashable, CustomStringConvertible {
        let key: Key
        /// `nil`: nobody looked, which is as bad.
        let observed: State?
        let possible: Set<State>

        var description: String {
            let found = observed.map { "is \($0)" } ?? "was not looked at"
            return "\(key) \(found); possible: \(possible.map { "\($0)" }.sorted().joined(separator: ", "))"
        }
    }

    /// Judges every key of the ledger.
    ///
    /// A tag must stand for a manifest that is there itself: the two come in one operation, so half of it is a violation
    /// even where each half alone would be possible.
    func violations(_ observed: [Key: State]) -> [Violation] {
        var violations: [Violation] = []
        for key in keys {
            let possible = possibleStates(of: key)
            guard let state = observed[key], possible.contains(state) else {
                violations.append(Violation(key: key, observed: observed[key], possible: possible))
                continue
            }
            if case .tag(let repository, _) = key, case .present(let digest) = state {
                let manifest = Key.manifest(repository: repository, digest)
                if observed[manifest] != .present(digest) {
                    violations.append(Violation(key: manifest, observed: observed[manifest], possible: [.present(digest)]))
                }
            }
        }
        return violations
    }
}
