/// How log lines look.
package enum LogFormat: String, CaseIterable, Sendable {
    /// ``text`` where standard error is a terminal, else ``json``.
    case auto
    /// For people.
    case text
    /// One JSON object a line, for programs.
    case json
}
