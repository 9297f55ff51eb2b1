import ContentHashing
import StageModel

extension InputsDocument {
    /// The document as JSON in UTF-8: the same bytes for equal documents, from any version and on any machine.
    ///
    /// Keys are sorted, there is no white space, and a character is escaped only where JSON demands it. Paths are written as
    /// `TreePath.description`, which never loses a byte. Written by hand, since no encoder promises its bytes.
    package var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.key("command")
            json.array(command) { $0.string($1) }
            json.key("environment")
            json.array(environment) { json, variable in
                json.object {
                    if let digest = variable.digest { $0.member("digest", digest.description) }
                    $0.member("name", variable.name)
                }
            }
            json.key("formatVersion")
            json.number(StageInputs.formatVersion)
            json.key("inputs")
            json.array(files) { json, file in
                json.object {
                    if let digest = file.digest { $0.member("digest", digest.description) }
                    $0.member("kind", file.kind.rawValue)
                    $0.member("path", file.path.description)
                }
            }
            if let parent { json.member("parent", parent.value) }
            json.member("repository", repository)
            json.member("signature", signature.value)
            json.member("stage", stage)
        }
        return json.bytes
    }
}
