import Yams

/// YAML as trees of plain values, for whoever reads a file that people write.
package enum YAMLDocument {
    /// Reads a text that holds one document.
    ///
    /// - Returns: `nil` for a text with nothing in it.
    /// - Throws: ``YAMLError``, also for keys that stand twice in one mapping.
    package static func parse(_ text: String) throws(YAMLError) -> YAMLNode? {
        do {
            return try Yams.compose(yaml: text).map(YAMLNode.init)
        } catch let error as YamlError {
            throw YAMLError(error)
        } catch {
            throw YAMLError(.malformed, "\(error)")
        }
    }
}

extension YAMLNode {
    fileprivate init(_ node: Node) {
        let value: Value =
            switch node {
            case .scalar(let scalar): .scalar(scalar.string)
            case .sequence(let sequence): .list(sequence.map(YAMLNode.init))
            case .mapping(let mapping): .mapping(mapping.map { (YAMLNode($0.key), YAMLNode($0.value)) })
            // Yams resolves aliases while it composes.
            case .alias: .scalar("")
            }
        self.init(value, line: node.mark?.line)
    }
}

extension YAMLError {
    fileprivate init(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            self.init(.malformed, problem, line: mark.line)
        case .duplicatedKeysInMapping(let duplicates, let context):
            self.init(.duplicateKeys, "'\(duplicates.sorted().joined(separator: "', '"))' more than once; keep one", line: context.mark.line)
        case .reader(let problem, _, _, _):
            self.init(.malformed, problem)
        default:
            self.init(.malformed, "\(error)")
        }
    }
}
