import GRDB
package import OCIModel
package import StageModel

extension Catalog {
    /// The tags of a repository that are neither stages nor records of werf's, by name.
    ///
    /// - Returns: `nil` where the repository is unknown.
    package func images(in repository: RepositoryName, after: String?, limit: Int) async throws -> Page<ImageListing.Entry>? {
        try await read { db in
            guard let id = try db.row(Queries.repository, [repository.value]).map({ $0[0] as Int64 }) else { return nil }
            guard limit > 0 else { return .empty }
            let rows = try db.rows(Queries.images, [id, after ?? "", limit == Int.max ? limit : limit + 1]) { try $0.image() }
            return Page(upTo: limit, of: rows)
        }
    }

    /// The image under a tag; `nil` where there is none, or it is a stage or a record of werf's.
    package func image(_ tag: TagName, in repository: RepositoryName) async throws -> ImageListing.Entry? {
        try await readOnce { db in try db.row(Queries.image, [repository.value, tag.value])?.image() }
    }

    /// The repositories over which a client of werf's synchronises: they have the tag `client-id-ID-…`. At most a hundred.
    package func repositories(ofClient id: String) async throws -> [RepositoryName] {
        let names = try await readOnce { db in
            try db.rows(Queries.repositoriesOfClient, [id, 100]) { try $0.repositoryName(0) }
        }
        // Several of a repository's tags may name it.
        var seen: Set<RepositoryName> = []
        return names.filter { seen.insert($0).inserted }
    }
}
