import Subprocess

/// What a run of git left.
struct GitOutput: Sendable {
    /// The exit code; `nil` where a signal ended git.
    let exitCode: Int32?
    let bytes: [UInt8]
    let errors: String

    init(_ status: TerminationStatus, _ bytes: [UInt8], errors: [UInt8]) {
        self.exitCode = if case .exited(let code) = status { code } else { nil }
        self.bytes = bytes
        self.errors = String(decoding: errors, as: UTF8.self)
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The output's lines, without their line feeds.
    var lines: [Substring] { text.split(separator: "\n") }
}
