/// `GET /api/v1/cleanup/watermark?project=P`: a moment before the refs of git were looked at. What was published after it is
/// never deleted by the plan that was made with it, since its commit may not be known yet.
///
/// Told by generations and not by times, so that a clock that is set back changes nothing.
package struct Watermark: Hashable, Sendable, Codable {
    package struct Repository: Hashable, Sendable, Codable {
        package var name: String
        /// Of the last change in it. One of a repository that isn't listed is 0.
        package var generation: Int64

        package init(name: String, generation: Int64) {
            self.name = name
            self.generation = generation
        }
    }

    /// Which catalog it is of. Its generations mean nothing to another: that of another server, or one that was begun anew.
    package var catalog: String
    package var project: String
    /// By the server's clock, in unix milliseconds.
    package var takenAt: Int64
    /// The repositories of the project, by name.
    package var repositories: [Repository]

    package init(catalog: String, project: String, takenAt: Int64, repositories: [Repository]) {
        self.catalog = catalog
        self.project = project
        self.takenAt = takenAt
        self.repositories = repositories
    }
}
