package import ContentHashing
import GRDB
package import OCIModel

/// Lists are in the order of their keys' bytes and go on strictly after `after`, which need not exist.
extension Catalog {
    /// A page of referrers ends when their annotations have this many bytes, so that a list of manifests of four megabytes
    /// does not fill the memory.
    static let referrerPageBytes = 2 * 1024 * 1024

    /// The repositories that hold at least one manifest.
    package func repositories(after: String?, limit: Int) async throws -> Page<RepositoryName> {
        guard limit > 0 else { return .empty }
        return try await readOnce { db in
            Page(upTo: limit, of: try db.rows(Queries.repositoryNames, [after ?? "", Self.fetchCount(limit)]) { try $0.repositoryName(0) })
        }
    }

    /// The tags of a repository.
    ///
    /// - Returns: `nil` where the repository is unknown.
    package func tags(in repository: RepositoryName, after: String?, limit: Int) async throws -> Page<TagName>? {
        try await read { db in
            guard let row = try db.row(Queries.repository, [repository.value]) else { return nil }
            guard limit > 0 else { return .empty }
            let names = try db.rows(Queries.tagNames, [row[0] as Int64, after ?? "", Self.fetchCount(limit)]) { try $0.tagName(0) }
            return Page(upTo: limit, of: names)
        }
    }

    /// The manifests of a repository whose subject is `subject`, by digest, as descriptors with their annotations and
    /// artifact type. `subject` need not exist, nor need the repository.
    ///
    /// - Parameters:
    ///   - artifactType: If given, only those of this type.
    ///   - after: The digest of the last one seen.
    ///   - limit: At most so many. Fewer come, with `hasMore`, where their annotations are large.
    package func referrers(
        of subject: Digest, in repository: RepositoryName, artifactType: String?, after: String?, limit: Int
    ) async throws -> Page<Descriptor> {
        guard limit > 0 else { return .empty }
        var arguments: StatementArguments = [repository.value, subject.description, after ?? "", Self.fetchCount(limit)]
        if let artifactType { arguments += [artifactType] }
        let sql = artifactType == nil ? Queries.referrers : Queries.referrersOfType
        return try await readOnce { [arguments] db in
            var items: [Descriptor] = []
            var bytes = 0
            let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
            while let row = try rows.next() {
                guard items.count < limit, bytes < Self.referrerPageBytes else { return Page(items: items, hasMore: true) }
                items.append(try row.referrer())
                bytes += (row[4] as String?)?.utf8.count ?? 0
            }
            return Page(items: items, hasMore: false)
        }
    }

    /// One more than is shown, to know whether the list goes on.
    private static func fetchCount(_ limit: Int) -> Int {
        min(limit, Int.max - 1) + 1
    }
}
