import ArgumentParser

/// Which repository of the server.
struct RepositoryOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The project; its stages are in NAME/stages, its images in NAME. (default: $STOWAGE_PROJECT)", valueName: "name"))
    var project: String?

    @Option(help: ArgumentHelp("The repository itself, instead of a project. (default: $STOWAGE_REPOSITORY)", valueName: "name"))
    var repository: String?

    func choice(environment: [String: String]) throws -> RepositoryChoice {
        try RepositoryChoice(repository: repository, project: project, environment: environment)
    }
}
