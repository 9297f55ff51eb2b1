extension PolicyLayer {
    /// What the environment says: werf's `WERF_{GIT_TAG,GIT_COMMIT,STAGES_SIGNATURE}_STRATEGY_{LIMIT,EXPIRY_DAYS}` and
    /// `WERF_KEEP_STAGES_BUILT_WITHIN_LAST_N_HOURS`, and Stowage's own `STOWAGE_CLEANUP_…`, which win. An empty variable says nothing.
    ///
    /// - Throws: ``RetentionError`` with code `policy`, which names the variable: a value that can't be, or one of `STOWAGE_CLEANUP_…`
    ///   that isn't known, since it may be meant to keep something.
    package init(environment: [String: String]) throws {
        self.init()
        for variable in PolicyVariables.all {
            guard let text = environment[variable.name], !text.isEmpty else { continue }
            guard variable.take(text, &self) else {
                throw RetentionError(.policy, "the environment variable \(variable.name) is '\(text.prefix(160))'; write \(variable.form)")
            }
        }
        let lists = [PolicyVariables.keep, PolicyVariables.keepPatterns]
        keepList = Self.lines(environment[PolicyVariables.keep])
        keepPatterns = Self.lines(environment[PolicyVariables.keepPatterns])
        let known = Set(PolicyVariables.all.map(\.name) + lists)
        for name in environment.keys.sorted() where name.hasPrefix(PolicyVariables.prefix) && !known.contains(name) {
            let names = known.filter { $0.hasPrefix(PolicyVariables.prefix) }.sorted().joined(separator: ", ")
            throw RetentionError(.policy, "the environment variable \(name.prefix(160)) is not known; there are \(names)")
        }
    }

    private static func lines(_ text: String?) -> [String] {
        (text ?? "").split(whereSeparator: \.isNewline).map { $0.trimmingBlanks }.filter { !$0.isEmpty }
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String {
        var text = drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}
