import OCIModel

/// What a job's variables say, whatever the CI system calls them. An empty variable is one that isn't set.
struct CIJob {
    let system: CISystem
    /// Of the images; the stages are in the one below it.
    let repository: RepositoryName
    let environmentName: String?
    let projectURL: String?
    let commit: String?
    let tag: String?
    let branch: String?
    /// The page of the pipeline or of the run.
    let pipelineURL: String?
    let jobURL: String?
    let releaseChannel: String?
    /// False for the GitLab servers that show colours as garbage.
    let showsColors: Bool
}

extension CIJob {
    /// - Throws: ``CIError`` without `CI_REGISTRY_IMAGE` and `CI_PROJECT_PATH`.
    init(gitlab variables: [String: String]) throws {
        let value = { name in variables[name].flatMap { $0.isEmpty ? nil : $0 } }
        guard let path = value("CI_REGISTRY_IMAGE").map({ Self.path(of: $0, registry: value("CI_REGISTRY")) }) ?? value("CI_PROJECT_PATH") else {
            throw CIError("neither CI_REGISTRY_IMAGE nor CI_PROJECT_PATH is set; run this in a GitLab job, or set CI_PROJECT_PATH to GROUP/PROJECT")
        }
        let project = value("CI_PROJECT_URL")
        self.init(
            system: .gitlab, repository: try Self.repository(path, from: "CI_REGISTRY_IMAGE or CI_PROJECT_PATH"),
            environmentName: value("CI_ENVIRONMENT_SLUG"), projectURL: project, commit: value("CI_COMMIT_SHA"),
            tag: value("CI_BUILD_TAG") ?? value("CI_COMMIT_TAG"), branch: value("CI_BUILD_REF_NAME") ?? value("CI_COMMIT_REF_NAME"),
            pipelineURL: Self.page(project, "/pipelines/", value("CI_PIPELINE_ID")) ?? value("CI_PIPELINE_URL"),
            jobURL: Self.page(project, "/-/jobs/", value("CI_JOB_ID")) ?? value("CI_JOB_URL"),
            releaseChannel: value("TRDL_USE_WERF_GROUP_CHANNEL"), showsColors: !Self.garblesColors(value("CI_SERVER_VERSION")))
    }

    /// - Throws: ``CIError`` without `GITHUB_REPOSITORY`.
    init(github variables: [String: String]) throws {
        let value = { name in variables[name].flatMap { $0.isEmpty ? nil : $0 } }
        guard let name = value("GITHUB_REPOSITORY") else {
            throw CIError("GITHUB_REPOSITORY is not set; run this in a GitHub workflow, or set it to OWNER/NAME")
        }
        let project = "https://github.com/\(name)"
        let isTag = value("GITHUB_REF_TYPE") == "tag"
        self.init(
            system: .github, repository: try Self.repository(name, from: "GITHUB_REPOSITORY"), environmentName: nil, projectURL: project,
            commit: value("GITHUB_SHA"), tag: isTag ? value("GITHUB_REF_NAME") : nil, branch: isTag ? nil : value("GITHUB_REF_NAME"),
            pipelineURL: Self.page(project, "/actions/runs/", value("GITHUB_RUN_ID")), jobURL: nil,
            releaseChannel: value("TRDL_USE_WERF_GROUP_CHANNEL"), showsColors: true)
    }

    /// The part of an image's name behind the registry's host.
    private static func path(of image: String, registry: String?) -> String {
        if let registry, image.hasPrefix(registry + "/") { return String(image.dropFirst(registry.count + 1)) }
        let parts = image.split(separator: "/", maxSplits: 1)
        guard parts.count == 2, parts[0] == "localhost" || parts[0].contains(where: { $0 == "." || $0 == ":" }) else { return image }
        return String(parts[1])
    }

    /// Names of repositories are in lower case, as a registry of the CI system has them.
    private static func repository(_ path: String, from variable: String) throws -> RepositoryName {
        do {
            return try RepositoryName(path.lowercased())
        } catch {
            throw CIError("\(variable) can't name a repository: \(error.message)")
        }
    }

    private static func page(_ project: String?, _ path: String, _ id: String?) -> String? {
        guard let project, let id else { return nil }
        return project + path + id
    }

    /// GitLab after 12.1.3 and before 12.2.0.
    private static func garblesColors(_ version: String?) -> Bool {
        let numbers = (version ?? "").prefix { $0 != "-" }.split(separator: ".").map { Int($0) }
        guard numbers.count == 3, let patch = numbers[2] else { return false }
        return numbers[0] == 12 && numbers[1] == 1 && patch > 3
    }
}
