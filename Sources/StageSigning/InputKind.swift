/// What an entry of a file tree is, as documents and explanations name it.
package enum InputKind: String, Hashable, Sendable, Codable, CaseIterable {
    case file
    case executable
    case symlink
    case folder
}
