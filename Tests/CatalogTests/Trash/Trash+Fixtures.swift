import Catalog
import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport

extension Disposal {
    static let day: Duration = .seconds(86_400)
    /// As `/v2/` deletes a tag.
    static let ofTag = Disposal(reason: "deleted by a client", undoWindow: day, takesManifest: false)
    /// As plans delete.
    static let ofPlan = Disposal(reason: "11th newest", plan: "p1", undoWindow: day, takesManifest: true)
}

extension TemporaryCatalog {
    /// The trash of the repository as `tag digest`, the newest first; `-` for no tag.
    func trashed(in repository: RepositoryName = .app) throws -> [String] {
        try rows(
            """
            SELECT ifnull(tag, '-') FROM trash WHERE repository_id = (SELECT id FROM repositories WHERE name = '\(repository)') ORDER BY id DESC
            """)
    }

    /// The digests of manifests that the collector is to look at.
    func reviewed() throws -> [String] {
        try rows("SELECT m.digest FROM manifest_reviews v JOIN manifests m ON m.id = v.manifest_id ORDER BY m.digest")
    }
}

extension RestoreOutcome {
    /// The tags that are there again; `-` for a manifest alone.
    var tags: [String]? {
        guard case .restored(let entries) = self else { return nil }
        return entries.map { $0.tag ?? "-" }
    }
}
