import OCIModel
import RegistryClient
import StageModel

/// Finds the stage that the command line names.
struct StageResolution {
    let client: RegistryClient
    let repository: RepositoryName
    /// With git, where selection is git-aware.
    let checkout: Checkout?

    struct Found {
        let state: SignatureState
        let selection: CandidateSelection
    }

    /// One request, and one question to git.
    func find(_ signatures: [Signature]) async throws -> [Found] {
        let states = try await client.lookup(LookupRequest(repository: repository, signatures: signatures)).stages
        let ancestry = try await checkout?.ancestry(of: states)
        return states.map { Found(state: $0, selection: CandidateSelection(among: $0.candidates, ancestry: ancestry)) }
    }

    /// - Throws: ``CommandError`` with code `failed` where there is none, which says why.
    func find(_ argument: StageArgument) async throws -> StageCandidate {
        guard let found = try await find([argument.signature]).first else { throw none("no answer") }
        if case .tag(let tag) = argument {
            guard let candidate = found.state.candidates.first(where: { $0.tag == tag.text }) else { throw none("no stage \(tag) in \(repository)") }
            return candidate
        }
        if let selected = found.selection.selected { return selected }
        guard !found.state.candidates.isEmpty else { throw none("no stage of the signature \(argument.signature) in \(repository)") }
        let reasons = found.selection.undecided.map { "; \(Humanly.short($0.candidate.tag)): \($0.reason)" }.joined()
        let count = Humanly.count(found.state.candidates.count, "stage")
        throw none("\(count) of this signature, none of them built from ancestors of the current commits\(reasons)")
    }

    private func none(_ message: String) -> CommandError { CommandError(.failed, message) }
}
