/// What tags mean.
extension Queries {
    /// Read by ``GRDB/Row/candidate(_:from:)``.
    static let stageColumns = """
        st.unique_id, st.digest, st.size, st.published_at, st.commits, st.stage_name, st.image_name, st.parent, st.git_reference,
          st.build_milliseconds
        """
    static let signatureGeneration = "SELECT generation FROM stage_signatures WHERE repository_id = ? AND signature = ?"
    static let candidates = """
        SELECT \(stageColumns) FROM stages st
        WHERE st.repository_id = ? AND st.signature = ? AND st.is_rejected = 0 ORDER BY st.unique_id LIMIT ?
        """

    private static let stageList = "SELECT st.signature, st.hits, st.last_used_at, st.is_rejected, \(stageColumns) FROM stages st"
    static let stagesByTag = """
        \(stageList) WHERE st.repository_id = ?1 AND (st.signature, st.unique_id) > (?3, ?4)
        ORDER BY st.signature, st.unique_id LIMIT ?5
        """
    static let newestStages = """
        \(stageList) WHERE st.repository_id = ?1 AND (st.published_at, st.signature, st.unique_id) < (?2, ?3, ?4)
        ORDER BY st.published_at DESC, st.signature DESC, st.unique_id DESC LIMIT ?5
        """
    static let namedStagesByTag = """
        \(stageList) INDEXED BY stages_by_name
        WHERE st.repository_id = ?1 AND st.stage_name = ?6 AND (st.signature, st.unique_id) > (?3, ?4)
        ORDER BY st.signature, st.unique_id LIMIT ?5
        """
    static let newestNamedStages = """
        \(stageList) INDEXED BY stages_by_name_and_time
        WHERE st.repository_id = ?1 AND st.stage_name = ?6 AND (st.published_at, st.signature, st.unique_id) < (?2, ?3, ?4)
        ORDER BY st.published_at DESC, st.signature DESC, st.unique_id DESC LIMIT ?5
        """

    /// Read by ``GRDB/Row/imageFacts(from:)``.
    static let imageColumns = "i.size, i.image_name, i.strategy, i.git_reference, i.commits, i.imports, i.signature"
    static let imageFacts = "SELECT i.is_recorded, \(imageColumns) FROM images i WHERE i.repository_id = ? AND i.tag = ?"
    static let image = """
        SELECT i.tag, m.digest, t.updated_at, \(imageColumns) FROM repositories r
          CROSS JOIN images i ON i.repository_id = r.id
          CROSS JOIN tags t ON t.repository_id = r.id AND t.name = i.tag
          CROSS JOIN manifests m ON m.id = t.manifest_id
        WHERE r.name = ?1 AND i.tag = ?2
        """
    static let images = """
        SELECT i.tag, m.digest, t.updated_at, \(imageColumns) FROM images i
          CROSS JOIN tags t ON t.repository_id = i.repository_id AND t.name = i.tag
          CROSS JOIN manifests m ON m.id = t.manifest_id
        WHERE i.repository_id = ?1 AND i.tag > ?2 ORDER BY i.tag LIMIT ?3
        """

    static let serviceTagExists = "SELECT 1 FROM service_tags WHERE repository_id = ? AND tag = ?"
    static let repositoriesOfClient = """
        SELECT r.name FROM service_tags s
          CROSS JOIN repositories r ON r.id = s.repository_id
        WHERE s.kind = 'client-id' AND s.name = ? ORDER BY s.repository_id LIMIT ?
        """

    static let hitStatistics = """
        SELECT repository, hour, hits, misses, bytes_served, build_milliseconds_saved FROM hit_statistics
        WHERE hour >= ?1 ORDER BY hour DESC, repository LIMIT ?2
        """
    static let hitStatisticsOfRepository = """
        SELECT repository, hour, hits, misses, bytes_served, build_milliseconds_saved FROM hit_statistics
        WHERE hour >= ?1 AND repository = ?3 ORDER BY hour DESC LIMIT ?2
        """
    static let buildTime = "SELECT build_milliseconds FROM stages WHERE repository_id = ? AND signature = ? AND unique_id = ?"

    static let markManifest = """
        UPDATE manifests SET last_used_at = max(ifnull(last_used_at, 0), ?3)
        WHERE repository_id = (SELECT id FROM repositories WHERE name = ?1) AND digest = ?2
        """

    static let meanings = [
        signatureGeneration, candidates, stagesByTag, newestStages, namedStagesByTag, newestNamedStages, imageFacts, image, images,
        serviceTagExists, repositoriesOfClient, hitStatistics, hitStatisticsOfRepository, buildTime,
    ]
}
