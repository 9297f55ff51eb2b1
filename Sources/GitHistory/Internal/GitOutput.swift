/// What a run of git left.
struct GitOutput: Sendable {
    /// The exit code; `nil` where a signal ended git.
    let exitCode: Int32?
    let bytes: [UInt8]
    let errors: String

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The output's lines, without their line feeds.
    var lines: [Substring] { text.split(separator: "\n") }
}
