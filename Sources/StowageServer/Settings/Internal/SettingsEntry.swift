/// A text for a key, and where it was found.
struct SettingsEntry: Hashable, Sendable {
    let key: String
    let text: String
    /// The beginning of a message about the entry: `STOWAGE_SERVE_LISTEN`, or `stowage.yaml, line 3: listen`.
    let origin: String
}
