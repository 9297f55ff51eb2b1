/// The statements of werf's lists. ``Queries`` says what is asked of them.
enum WerfQueries {
    static let list = "SELECT stages, used_at FROM werf_stage_lists WHERE client = ? AND project = ? AND signature = ?"
    static let lists = """
        SELECT signature, stages FROM werf_stage_lists
        WHERE client = ? AND project = ? AND signature > ? ORDER BY signature
        """
    static let bytes = "SELECT value FROM statistics WHERE name = 'werf_stage_list_bytes'"
    static let store = """
        INSERT INTO werf_stage_lists (client, project, signature, stages, used_at, size) VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET stages = excluded.stages, used_at = excluded.used_at, size = excluded.size
        """
    static let touch = "UPDATE werf_stage_lists SET used_at = ? WHERE client = ? AND project = ? AND signature = ?"
    static let delete = "DELETE FROM werf_stage_lists WHERE client = ? AND project = ? AND signature = ?"
    static let deleteSome = """
        DELETE FROM werf_stage_lists WHERE (client, project, signature) IN
          (SELECT client, project, signature FROM werf_stage_lists WHERE client = ? AND project = ? LIMIT ?)
        """
    /// Those that were idle for the longest.
    static let deleteIdle = """
        DELETE FROM werf_stage_lists WHERE (client, project, signature) IN
          (SELECT client, project, signature FROM werf_stage_lists WHERE used_at < ? ORDER BY used_at LIMIT ?)
        """

    static let reads = [list, lists, bytes]
    static let writes = [store, touch, delete, deleteSome, deleteIdle]
}
