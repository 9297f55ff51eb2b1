import Access
import HTTPServing
import OCIModel
import StageModel

/// Asks the authorizer about a project, which no rule names: it stands for its repositories.
///
/// The first question, before anything is read, is about `PROJECT/stages`, which is a project's repository of stages whether it is
/// there or not. So who may nothing is refused alike whatever there is, and learns nothing. The next are about every repository that
/// the answer is about.
struct ProjectQuestion: Sendable {
    let project: String
    let action: AccessRequest.Action
    let authorizer: any Authorizer
    /// What the first question is about.
    let repository: RepositoryName

    var demand: RouteDemand { .action(action, on: repository) }

    /// - Throws: ``OCIError`` with code `nameInvalid`.
    init(_ action: AccessRequest.Action, on project: String, by authorizer: any Authorizer) throws {
        let name = try RepositoryName(project)
        self.project = name.value
        self.action = action
        self.authorizer = authorizer
        // A name that has no room for more has no repository of stages.
        self.repository = (try? RepositoryName("\(project)/stages")) ?? name
    }

    /// - Throws: ``OCIError`` with code `unauthorized` or `denied`.
    func ask(about repository: RepositoryName, _ context: ServingContext) async throws {
        try await context.authorize(action, on: repository, by: authorizer)
    }

    /// - Throws: ``OCIError`` with code `unauthorized` or `denied`.
    func ask(about watermark: Watermark, _ context: ServingContext) async throws {
        for repository in watermark.repositories { try await ask(about: try RepositoryName(repository.name), context) }
    }
}
