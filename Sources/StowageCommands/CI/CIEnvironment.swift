import OCIModel

/// The variables that tell this program and werf about a CI job and this server.
///
/// A function of the job's variables: it reads only those that it names, none of them secret, and touches nothing.
struct CIEnvironment {
    let sections: [CISection]
    private let variables: [String: String]

    /// - Parameters:
    ///   - server: Where the repositories and the synchronization address are.
    ///   - serverIsChosen: True where an option named the server; it is exported then whatever `STOWAGE_SERVER` is.
    ///   - tagging: `nil` for the default; only werf 1.1 in GitLab has a choice.
    ///   - variables: Those of the job.
    /// - Throws: ``CIError`` where a variable is missing without which there is nothing to export, or a choice doesn't exist.
    init(
        _ system: CISystem, for werf: WerfGeneration, server: CIServer, serverIsChosen: Bool = false, tagging: CITagging? = nil,
        variables: [String: String]
    ) throws {
        let job =
            switch system {
            case .gitlab: try CIJob(gitlab: variables)
            case .github: try CIJob(github: variables)
            }
        let exports = WerfExports(job: job, server: server)
        let ours = CISection(
            "STOWAGE",
            [
                CIExport("STOWAGE_SERVER", serverIsChosen ? .replacing(server.url) : .text(server.url)),
                CIExport("STOWAGE_PROJECT", job.repository.value),
            ])
        switch werf {
        case .stages:
            self.sections = [ours] + (try exports.forStages(tagging: tagging ?? .stagesSignature))
        case .repository:
            guard tagging == nil else { throw CIError("werf 2 has no tagging strategies; drop --tagging-strategy, or write --werf 1.1") }
            self.sections = [ours] + exports.forRepository()
        }
        self.variables = variables
    }

    /// A script for any POSIX shell.
    ///
    /// A variable that is set already, and isn't empty, keeps its value; a comment says so.
    var script: String {
        sections.map { section in
            (["# \(section.title)"] + section.exports.map { $0.line(variables: variables) }).map { $0 + "\n" }.joined()
        }.joined(separator: "\n")
    }
}
