import GRDB
import OCIModel
import StageModel

extension Catalog {
    /// The projects whose repositories hold at least one manifest, by name.
    package func projects(pattern: String?) async throws -> [String] {
        let pattern = pattern.flatMap { ProjectPattern($0) }
        var found: Set<String> = []
        var last: RepositoryName?
        while true {
            let page = try await repositories(after: last?.value, limit: 500)
            found.formUnion(
                try await read { db in
                    try page.items.map { name in
                        try ProjectName(of: name, pattern: pattern) { try db.row(Queries.repository, [$0]) != nil }.value
                    }
                })
            last = page.items.last
            guard page.hasMore else { return found.sorted() }
        }
    }
}
