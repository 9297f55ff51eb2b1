import OCIModel
import StageModel

/// Which tags an image gets under a strategy, and what the tag stands for.
struct PublishedTag: Equatable {
    let tags: [TagName]
    /// The git tag, branch or commit, as git writes it.
    let gitReference: String?

    /// - Parameters:
    ///   - tags: From options; they replace the one that the strategy makes.
    ///   - reference: The git tag or branch, from an option or the surroundings.
    ///   - signature: Of the stage that is published.
    /// - Throws: ``CommandError`` with code `usage` where what the strategy needs is not known.
    init(_ strategy: TagStrategy, tags: [String], reference: String?, commit: CommitID?, signature: Signature?) throws {
        let text: String?
        switch strategy {
        case .gitTag, .gitBranch:
            let what = strategy == .gitTag ? "tag" : "branch"
            guard let reference else { throw CommandError(.usage, "the \(what) is not known; write --reference NAME") }
            self.gitReference = reference
            text = nil
        case .gitCommit:
            guard let commit else { throw CommandError(.usage, "the commit is not known; write --commit ID") }
            self.gitReference = commit.value
            text = commit.value
        case .stagesSignature:
            self.gitReference = reference
            guard let signature else {
                throw CommandError(.usage, "the signature is not known; publish a stage by its signature or tag, or write --tag")
            }
            text = signature.value
        case .custom:
            self.gitReference = reference
            guard !tags.isEmpty else { throw CommandError(.usage, "a custom strategy has no tag of its own; write --tag NAME") }
            text = nil
        }
        do {
            if tags.isEmpty {
                self.tags = [try text.map { try TagName($0) } ?? Slug.dockerTag(reference ?? "")]
            } else {
                self.tags = try tags.map { try TagName($0) }
            }
        } catch let error as OCIError {
            throw CommandError(.usage, error.message)
        }
    }
}
