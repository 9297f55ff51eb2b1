/// The inventory of a project.
extension Queries {
    /// From a name on, up to another, which may be the same.
    static let repositoriesFrom = """
        SELECT id, name, generation, manifest_count FROM repositories WHERE name >= ?1 AND name <= ?2 ORDER BY name LIMIT 1
        """

    static let inventory = [repositoriesFrom]
}
