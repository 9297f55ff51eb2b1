import YAMLText

extension PolicyLayer {
    /// What the `cleanup` section of a `werf.yaml` says.
    ///
    /// - Parameter name: The file, as messages call it.
    /// - Returns: `nil` where the file surely has no such section.
    /// - Throws: ``RetentionError`` with code `policy`, with the line: for what werf doesn't know, and where a template may decide.
    package init?(werfConfiguration text: String, name: String) throws {
        let reader = PolicyReader(name: name)
        guard let section = try WerfText(text).cleanupSection(reader) else { return nil }
        self.init()
        guard let node = try reader.parse(section)?["cleanup"] else { return nil }
        let values = try reader.values(
            node, of: "cleanup",
            keys: [
                "disable", "disableKubernetesBasedPolicy", "disableGitHistoryBasedPolicy", "disableBuiltWithinLastNHoursPolicy",
                "keepImagesBuiltWithinLastNHours", "keepPolicies",
            ])
        func flag(_ key: String) throws -> Bool? { try values[key].map { try reader.flag($0, of: key) } }
        disablesCleanup = try flag("disable")
        disablesWorkloads = try flag("disableKubernetesBasedPolicy")
        disablesKeepPolicies = try flag("disableGitHistoryBasedPolicy")
        if let node = values["keepImagesBuiltWithinLastNHours"] {
            let hours = try reader.count(node, of: "keepImagesBuiltWithinLastNHours")
            guard hours >= 0 else { throw reader.error(node, "keepImagesBuiltWithinLastNHours is \(hours); write a number of hours, or 0 for off") }
            keepBuiltWithin = Int64(hours) * 3600
        }
        if try flag("disableBuiltWithinLastNHoursPolicy") == true { keepBuiltWithin = 0 }
        if let node = values["keepPolicies"] { keepPolicies = try reader.keepPolicies(node) }
    }
}

extension WerfText {
    /// The text of the section; all else is blank.
    fileprivate func cleanupSection(_ reader: PolicyReader) throws -> String? {
        let found = documents.filter { !lines(withKey: "configVersion", in: $0).isEmpty }
        guard let document = found.first else {
            let problem = "no document has 'configVersion' at the left edge, which the one with the cleanup section needs; \(Self.remedy)"
            throw RetentionError(.policy, "\(reader.name): \(problem)")
        }
        guard found.count == 1 else { throw error(found[1].lowerBound, reader, "a second document has 'configVersion'; keep one") }
        let starts = lines(withKey: "cleanup", in: document)
        if let second = starts.dropFirst().first { throw error(second, reader, "'cleanup' stands here again; keep one") }
        guard let start = starts.first else {
            if let line = writingTemplate(in: document) {
                throw error(line, reader, "a template here may write a cleanup section, and templates aren't run; \(Self.remedy)")
            }
            return nil
        }
        if depths[start] > 0 { throw error(start, reader, "a template decides about this cleanup section, and templates aren't run; \(Self.remedy)") }
        let section = section(from: start, in: document)
        if let line = section.first(where: { lines[$0].contains("{{") }) {
            throw error(line, reader, "the cleanup section has a template, and templates aren't run; write the value itself, or \(Self.remedy)")
        }
        return text(of: section)
    }

    private static let remedy = "render the file with 'werf config render' and name the result with --werf-config"

    private func error(_ line: Int, _ reader: PolicyReader, _ message: String) -> RetentionError {
        RetentionError(.policy, "\(reader.name), line \(line + 1): \(message)")
    }
}
