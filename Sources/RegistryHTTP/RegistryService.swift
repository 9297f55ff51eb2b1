package import Access
package import HTTPServing
package import Hummingbird
package import ImageStore
import OCIModel

/// The API of the OCI distribution specification 1.1, under `/v2/`.
package struct RegistryService: HTTPService {
    private let store: ImageStore
    private let authorizer: any Authorizer
    private let pageLimit: Int

    /// - Parameter pageLimit: Items that a page of a list has at most.
    package init(store: ImageStore, authorizer: any Authorizer, pageLimit: Int) {
        self.store = store
        self.authorizer = authorizer
        self.pageLimit = pageLimit
    }

    package func route(_ request: Request) throws -> (any RouteMatch)? {
        let target = request.head.path ?? ""
        guard let path = RegistryPath(target) else { return nil }
        let method = request.method
        switch path {
        case .base:
            return try BaseRoute(method: method)
        case .catalog:
            return try CatalogRoute(method: method, page: PageRequest(QueryItems(path: target), pageLimit: pageLimit), store: store)
        case .extensions:
            return try ExtensionsRoute(method: method, repository: nil)
        case .repositoryExtensions(let name):
            return try ExtensionsRoute(method: method, repository: RepositoryName(name))
        case .manifest(let name, let reference):
            return try ManifestRoute(
                method: method, repository: RepositoryName(name), reference: ManifestRoute.reference(reference, for: method),
                query: QueryItems(path: target), store: store)
        case .blob(let name, let digest):
            return try BlobRoute(method: method, repository: RepositoryName(name), digest: OCIError.digest(digest), store: store)
        case .uploads(let name):
            return try UploadStartRoute(
                method: method, repository: RepositoryName(name), query: QueryItems(path: target), store: store, authorizer: authorizer)
        case .upload(let name, let id):
            return try UploadRoute(method: method, repository: RepositoryName(name), id: id, query: QueryItems(path: target), store: store)
        case .tags(let name):
            return try TagListRoute(
                method: method, repository: RepositoryName(name), page: PageRequest(QueryItems(path: target), pageLimit: pageLimit), store: store)
        case .referrers(let name, let digest):
            return try ReferrersRoute(
                method: method, repository: RepositoryName(name), subject: OCIError.digest(digest), query: QueryItems(path: target),
                pageLimit: pageLimit, store: store)
        case .unknown:
            throw OCIError(.nameUnknown, "the registry's API has no such path")
        }
    }
}
