import OCIModel
import StageModel

/// What werf's own `ci-env` exports for a job, with this server's repositories.
///
/// It doesn't log in and makes no Docker configuration, so no token is read. The kind of registry is not exported either:
/// werf takes a host that it doesn't know for a plain registry, which this server is.
struct WerfExports {
    let job: CIJob
    let server: CIServer

    /// For werf 1.1, which keeps stages and images apart.
    ///
    /// - Throws: ``CIError`` where the strategy has nothing to go by.
    func forStages(tagging: CITagging) throws -> [CISection] {
        let images = "\(server.host)/\(job.repository)"
        return [
            CISection("STAGES STORAGE", [CIExport("WERF_STAGES_STORAGE", images + "/stages")]),
            CISection("IMAGES REPO", [CIExport("WERF_IMAGES_REPO", images)] + connection),
            CISection("TAGGING", [try tag(by: tagging)]),
            CISection("DEPLOY", deployment),
            CISection("IMAGE CLEANUP POLICIES", policies),
            CISection("OTHER", [CIExport("WERF_GIT_HISTORY_SYNCHRONIZATION", "1")] + unshallowing + logging(width: 95)),
        ]
    }

    /// For werf 2, which has one repository.
    func forRepository() -> [CISection] {
        [
            CISection("REPO", [CIExport("WERF_REPO", "\(server.host)/\(job.repository)")] + connection),
            CISection("DEPLOY", deployment + laterAnnotations),
            CISection("OTHER", logging(width: 130)),
        ]
    }

    private var connection: [CIExport] {
        [CIExport("WERF_SYNCHRONIZATION", server.url + "/werf")]
            + (server.isPlain ? [CIExport("WERF_INSECURE_REGISTRY", "1")] : [])
    }

    private func tag(by tagging: CITagging) throws -> CIExport {
        if tagging == .stagesSignature { return CIExport("WERF_TAG_BY_STAGES_SIGNATURE", "true") }
        guard job.system == .gitlab else {
            throw CIError("in GitHub, werf 1.1 tags by stages signature only; write --tagging-strategy stages-signature")
        }
        guard let name = job.tag ?? job.branch else {
            throw CIError("--tagging-strategy tag-or-branch needs CI_COMMIT_TAG or CI_COMMIT_REF_NAME, and neither is set")
        }
        return CIExport(job.tag == nil ? "WERF_TAG_GIT_BRANCH" : "WERF_TAG_GIT_TAG", try Slug.dockerTag(name).value)
    }

    private var deployment: [CIExport] {
        let shared = [
            annotation("PROJECT_GIT", "project.werf.io/git", job.projectURL, from: "CI_PROJECT_URL"),
            annotation("CI_COMMIT", "ci.werf.io/commit", job.commit, from: job.system == .gitlab ? "CI_COMMIT_SHA" : "GITHUB_SHA"),
        ]
        switch job.system {
        case .gitlab:
            let name = job.environmentName.map { CIExport.Value.text($0) } ?? .absent(reason: "CI_ENVIRONMENT_SLUG is not set")
            return [CIExport("WERF_ENV", name)] + shared + [
                annotation("GITLAB_CI_PIPELINE_URL", "gitlab.ci.werf.io/pipeline-url", job.pipelineURL, from: "CI_PIPELINE_ID"),
                annotation("GITLAB_CI_JOB_URL", "gitlab.ci.werf.io/job-url", job.jobURL, from: "CI_JOB_ID"),
            ]
        case .github:
            return shared + [annotation("GITHUB_ACTIONS_RUN_URL", "github.ci.werf.io/workflow-run-url", job.pipelineURL, from: "GITHUB_RUN_ID")]
        }
    }

    private var laterAnnotations: [CIExport] {
        [
            annotation("WERF_RELEASE_CHANNEL", "werf.io/release-channel", job.releaseChannel, from: "TRDL_USE_WERF_GROUP_CHANNEL"),
            annotation("CI_GIT_TAG", "ci.werf.io/tag", job.tag, from: job.system == .gitlab ? "CI_COMMIT_TAG" : "GITHUB_REF_NAME of a tag"),
        ]
    }

    private func annotation(_ name: String, _ key: String, _ value: String?, from variable: String) -> CIExport {
        CIExport("WERF_ADD_ANNOTATION_\(name)", value.map { .text("\(key)=\($0)") } ?? .absent(reason: "\(variable) is not set"))
    }

    /// Negative: off.
    private var policies: [CIExport] {
        [("GIT_TAG", 10, 30), ("GIT_COMMIT", 50, 30), ("STAGES_SIGNATURE", -1, -1)].flatMap { strategy, limit, days in
            [CIExport("WERF_\(strategy)_STRATEGY_LIMIT", "\(limit)"), CIExport("WERF_\(strategy)_STRATEGY_EXPIRY_DAYS", "\(days)")]
        }
    }

    /// GitHub's jobs are told to fetch what they need by their checkout step.
    private var unshallowing: [CIExport] {
        job.system == .gitlab ? [CIExport("WERF_GIT_UNSHALLOW", "1")] : []
    }

    private func logging(width: Int) -> [CIExport] {
        [
            CIExport("WERF_LOG_COLOR_MODE", job.showsColors ? "on" : "off"), CIExport("WERF_LOG_PROJECT_DIR", "1"),
            CIExport("WERF_ENABLE_PROCESS_EXTERMINATOR", "1"), CIExport("WERF_LOG_TERMINAL_WIDTH", "\(width)"),
        ]
    }
}
