import OCIModel
import StageModel

/// What a watermark covers, by number of the repository.
struct Generations {
    private let generations: [Int64]

    init(_ watermark: Watermark, repositories: [RepositoryName]) {
        var known: [String: Int64] = [:]
        for repository in watermark.repositories { known[repository.name] = repository.generation }
        generations = repositories.map { known[$0.value] ?? 0 }
    }

    /// Whether a change of this generation was made before the watermark.
    func cover(_ generation: Int64, of repository: Int32) -> Bool {
        generation <= generations[Int(repository)]
    }
}
