import StowageTestSupport

/// Makes what is in a stopped server's catalog older, as an operator could with `sqlite3`: a test can't wait for thirty days.
struct CatalogAges {
    private var statements = ["UPDATE manifests SET last_used_at = NULL", "UPDATE stages SET last_used_at = NULL"]

    /// Published so many hours ago.
    mutating func publish(_ tag: String, of repository: String, hoursAgo hours: Int) {
        let time = "\(Self.now) - \(hours) * 3600000"
        let place = "repository_id = (SELECT id FROM repositories WHERE name = '\(repository)')"
        statements += [
            "UPDATE tags SET created_at = \(time), updated_at = \(time) WHERE \(place) AND name = '\(tag)'",
            "UPDATE stages SET published_at = \(time) WHERE \(place) AND signature || '-' || unique_id = '\(tag)'",
            "UPDATE manifests SET created_at = \(time) WHERE id = (SELECT manifest_id FROM tags WHERE \(place) AND name = '\(tag)')",
        ]
    }

    /// Pushed by its digest so many hours ago.
    mutating func push(_ digest: String, to repository: String, hoursAgo hours: Int) {
        let time = "\(Self.now) - \(hours) * 3600000"
        statements.append(
            """
            UPDATE manifests SET created_at = \(time), untagged_at = CASE WHEN untagged_at IS NULL THEN NULL ELSE \(time) END
            WHERE repository_id = (SELECT id FROM repositories WHERE name = '\(repository)') AND digest = '\(digest)'
            """)
    }

    /// A stage that was used so many hours ago.
    mutating func use(_ tag: String, of repository: String, hoursAgo hours: Int) {
        statements.append(
            """
            UPDATE stages SET last_used_at = \(Self.now) - \(hours) * 3600000
            WHERE repository_id = (SELECT id FROM repositories WHERE name = '\(repository)') AND signature || '-' || unique_id = '\(tag)'
            """)
    }

    private static let now = "(unixepoch() * 1000)"

    func apply(to server: LiveServer) async throws {
        try await server.terminate()
        try await Shell.succeed("sqlite3", ["\(server.dataFolder)/catalog.sqlite", statements.joined(separator: ";\n")])
        try await server.start()
    }
}
