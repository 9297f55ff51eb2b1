import ContentHashing
import StageModel

/// A signature in lines for people: everything that went into it, in the order of the encoding.
package struct SignatureExplanation: Hashable, Sendable {
    /// Of a variable only whether it is set, since even a digest of a short secret gives it away.
    package let lines: [String]

    package init(_ inputs: StageInputs) {
        var lines = [
            "signature    \(inputs.signature)",
            "stage        \(Printable.text(inputs.stage))",
            "command      \(Printable.command(inputs.command))",
            "parent       \(inputs.parent?.value ?? "none")",
        ]
        for file in inputs.files {
            let kind = file.kind.rawValue
            let padding = String(repeating: " ", count: 13 - kind.utf8.count)
            let digest = file.digest?.description ?? String(repeating: "-", count: 71)
            lines.append("\(kind)\(padding)\(digest)  \(file.path)")
        }
        for variable in inputs.environment {
            lines.append("environment  \(Printable.text(variable.name)) (\(variable.value == nil ? "not set" : "set"))")
        }
        self.lines = lines
    }
}
