/// The branch or tag that a CI job runs for, from the variables of GitLab and GitHub.
struct CIReference: Equatable {
    let name: String
    let isTag: Bool

    init?(environment: [String: String]) {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let tag = value("CI_COMMIT_TAG") {
            self.init(name: tag, isTag: true)
        } else if let branch = value("CI_COMMIT_BRANCH") ?? value("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME") ?? value("CI_COMMIT_REF_NAME") {
            self.init(name: branch, isTag: false)
        } else if let branch = value("GITHUB_HEAD_REF") {
            self.init(name: branch, isTag: false)
        } else if let name = value("GITHUB_REF_NAME") {
            self.init(name: name, isTag: value("GITHUB_REF_TYPE") == "tag")
        } else {
            return nil
        }
    }

    private init(name: String, isTag: Bool) {
        self.name = name
        self.isTag = isTag
    }
}
