import Catalog
import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport

extension Signature {
    /// So many times this digit.
    static func of(_ digit: Character, length: Int = 64) -> Signature {
        guard let signature = Signature(String(repeating: digit, count: length)) else { preconditionFailure("'\(digit)' is no digit") }
        return signature
    }
}

extension StageTag {
    static func of(_ digit: Character, _ id: Int64 = 0) -> StageTag {
        StageTag(signature: .of(digit), uniqueID: id == 0 ? 0 : 1_600_000_000_000 + id)
    }

    var tag: TagName { TagName(stringLiteral: text) }
    var rejection: TagName { TagName(stringLiteral: text + "-rejected") }
}

extension LeaseID: ExpressibleByStringLiteral {
    /// Reads an id that a test knows to be valid.
    public init(stringLiteral value: String) {
        guard let id = LeaseID(value) else { preconditionFailure("'\(value)' is no id of a lease") }
        self = id
    }
}

extension Catalog {
    func state(_ digit: Character, in repository: RepositoryName = .app) async throws -> SignatureState {
        let states = try await signatureStates([.of(digit)], in: repository)
        guard let state = states.first, states.count == 1 else { throw Unexpected(what: "\(states.count) states") }
        return state
    }

    /// The unique ids of the candidates.
    func candidates(_ digit: Character, in repository: RepositoryName = .app) async throws -> [Int64] {
        try await state(digit, in: repository).candidates.map(\.uniqueID)
    }
}

extension TemporaryCatalog {
    /// What contradicts the rule that each tag has exactly one row that says what it means, and each such row its tag.
    func contradictions() throws -> [String] {
        let tag = "(st.signature || CASE st.unique_id WHEN 0 THEN '' ELSE '-' || st.unique_id END)"
        return try rows(
            """
            SELECT 'meanings', t.name FROM tags t WHERE 1 <>
                (SELECT count(*) FROM images i WHERE i.repository_id = t.repository_id AND i.tag = t.name)
              + (SELECT count(*) FROM service_tags s WHERE s.repository_id = t.repository_id AND s.tag = t.name)
              + (SELECT count(*) FROM stages st WHERE st.repository_id = t.repository_id AND \(tag) = t.name)
            UNION ALL SELECT 'more meanings than tags', '' WHERE (SELECT count(*) FROM tags) <>
              (SELECT count(*) FROM images) + (SELECT count(*) FROM service_tags) + (SELECT count(*) FROM stages)
            UNION ALL SELECT 'target', t.name FROM stages st
              JOIN tags t ON t.repository_id = st.repository_id AND t.name = \(tag) JOIN manifests m ON m.id = t.manifest_id
              -- A tag that is published anew with the target that it has is newer than its stage.
              WHERE m.digest <> st.digest OR t.updated_at < st.published_at
            UNION ALL SELECT 'rejection', \(tag) FROM stages st WHERE st.is_rejected <> EXISTS
              (SELECT 1 FROM service_tags s WHERE s.repository_id = st.repository_id AND s.tag = \(tag) || '-rejected')
            UNION ALL SELECT 'generation', t.name FROM stages st
              JOIN tags t ON t.repository_id = st.repository_id AND t.name = \(tag)
              LEFT JOIN stage_signatures g ON g.repository_id = st.repository_id AND g.signature = st.signature
              WHERE ifnull(g.generation, -1) < t.generation
            UNION ALL SELECT 'untagged', m.digest FROM manifests m WHERE repository_id NOTNULL
              AND (untagged_at ISNULL) <> (EXISTS (SELECT 1 FROM tags t WHERE t.manifest_id = m.id)
                OR untagged_at ISNULL AND EXISTS (SELECT 1 FROM trash t WHERE t.manifest_id = m.id AND t.takes_manifest = 1))
            UNION ALL SELECT 'in the trash of another', t.digest FROM trash t JOIN manifests m ON m.id = t.manifest_id
              WHERE t.repository_id NOT IN (ifnull(m.repository_id, 0), ifnull(m.trashed_from, 0)) OR t.digest <> m.digest
            UNION ALL SELECT 'both here and in the trash', digest FROM manifests WHERE repository_id NOTNULL AND trashed_from NOTNULL
            UNION ALL SELECT 'left behind', m.digest FROM manifests m WHERE trashed_from NOTNULL
              AND NOT EXISTS (SELECT 1 FROM trash t WHERE t.manifest_id = m.id)
              AND NOT EXISTS (SELECT 1 FROM manifest_reviews v WHERE v.manifest_id = m.id)
            UNION ALL SELECT 'tag of another', t.name FROM tags t JOIN manifests m ON m.id = t.manifest_id
              WHERE m.repository_id IS NOT t.repository_id
            UNION ALL SELECT 'generation of the future', g.signature FROM stage_signatures g
              JOIN repositories r ON r.id = g.repository_id WHERE g.generation > r.generation
            """)
    }
}
