import OCIModel
import StageModel

/// What `image publish` gives a tag: a stage of the project, or an image anywhere on the server.
enum ImageSource: Equatable {
    case stage(StageArgument)
    /// A tag or digest of the repository that is published to.
    case reference(Reference)
    /// `NAME:TAG` or `NAME@DIGEST`.
    case image(RepositoryName, Reference)

    /// - Throws: ``CommandError`` with code `usage`.
    init(_ text: String) throws {
        do {
            if let stage = StageArgument(argument: text) {
                self = .stage(stage)
            } else if let at = text.firstIndex(of: "@") {
                self = .image(try RepositoryName(text[..<at]), try Reference(text[text.index(after: at)...]))
            } else if let colon = text.lastIndex(of: ":"), !Self.isDigest(text) {
                self = .image(try RepositoryName(text[..<colon]), .tag(try TagName(text[text.index(after: colon)...])))
            } else {
                self = .reference(try Reference(text))
            }
        } catch {
            throw CommandError(.usage, error.message)
        }
    }

    private static func isDigest(_ text: String) -> Bool { text.hasPrefix("sha256:") || text.hasPrefix("sha512:") }
}
