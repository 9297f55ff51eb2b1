import OCIModel

/// Which repository a command works on, from its options and the environment.
///
/// An option beats a variable, and among the options or the variables a repository beats a project. Stages of a project are
/// in `PROJECT/stages`, its images in `PROJECT`, or in `PROJECT/NAME` for an image with a name. Where `STOWAGE_REPOSITORY` is
/// a repository of stages (its name ends in `/stages`), commands on images take the project before that ending.
struct RepositoryChoice: Equatable {
    let repository: String?
    let project: String?
    /// The text of a variable can be of the other kind; what an option says is meant.
    let isFromEnvironment: Bool

    /// - Throws: ``CommandError`` with code `usage` where nothing is given.
    init(repository: String?, project: String?, environment: [String: String]) throws {
        let variables = (
            repository: Self.value(of: "STOWAGE_REPOSITORY", in: environment), project: Self.value(of: "STOWAGE_PROJECT", in: environment)
        )
        self.isFromEnvironment = repository == nil && project == nil
        self.repository = isFromEnvironment ? variables.repository : repository
        self.project = isFromEnvironment ? variables.project : project
        guard self.repository != nil || self.project != nil else {
            throw CommandError(
                .usage, "no repository is given; write --project NAME or --repository NAME, or set STOWAGE_PROJECT or STOWAGE_REPOSITORY")
        }
    }

    private static func value(of name: String, in environment: [String: String]) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    static let stagesSuffix = "/stages"

    /// - Throws: ``CommandError`` with code `usage` for what is no name of a repository.
    func stages() throws -> RepositoryName {
        try Self.name(repository ?? (project ?? "") + Self.stagesSuffix)
    }

    /// - Throws: As ``stages()``.
    func images(named name: String?) throws -> RepositoryName {
        if let repository {
            guard isFromEnvironment else { return try Self.name(repository) }
            if !repository.hasSuffix(Self.stagesSuffix) { return try Self.name(repository) }
        }
        let owner = project ?? String((repository ?? "").dropLast(Self.stagesSuffix.count))
        return try Self.name(name.map { "\(owner)/\($0)" } ?? owner)
    }

    static func name(_ text: String) throws -> RepositoryName {
        do {
            return try RepositoryName(text)
        } catch {
            throw CommandError(.usage, error.message)
        }
    }
}
