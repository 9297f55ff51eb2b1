import Access
import ContentHashing
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import NIOCore
import OCIModel

/// end-3, end-7 and end-9: manifests and tags.
struct ManifestRoute: HTTPRoute {
    /// Tags that one push by digest may carry. The specification asks for at least ten.
    static let maximumTags = 64
    private static let methods: [HTTPRequest.Method] = [.get, .head, .put, .delete]

    let name = "manifests/<reference>"
    let demand: RouteDemand
    private let repository: RepositoryName
    private let reference: Reference
    private let query: QueryItems
    private let store: ImageStore

    init(method: HTTPRequest.Method, repository: RepositoryName, reference: Reference, query: QueryItems, store: ImageStore) throws {
        let action: AccessRequest.Action
        switch method {
        case .get, .head: action = .pull
        case .put: action = .push
        case .delete: action = .delete
        default: throw Refusal.methodNotAllowed(allowed: Self.methods)
        }
        self.repository = repository
        self.reference = reference
        self.query = query
        self.store = store
        self.demand = .action(action, on: repository)
    }

    /// Reads the last part of the path.
    ///
    /// A tag that can't exist is simply not there for whoever doesn't want to make it; the specification's conformance
    /// tests look for such a tag and expect 404.
    static func reference(_ text: String, for method: HTTPRequest.Method) throws(OCIError) -> Reference {
        do {
            return try Reference(text)
        } catch  where error.code == .tagInvalid && method != .put {
            throw OCIError(.manifestUnknown, error.message)
        }
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        switch request.method {
        case .put: try await put(request, body: body)
        case .delete: try await delete()
        default: try await get(request)
        }
    }

    private func get(_ request: Request) async throws -> Response {
        let manifest = try await store.manifest(reference, in: repository, use: request.method == .head ? .check : .pull)
        let digest = manifest.digest.description
        var headers = HTTPFields()
        headers[.contentType] = manifest.mediaType.value
        headers[.dockerContentDigest] = digest
        headers[.eTag] = "\"\(digest)\""
        if let known = request.headers[.ifNoneMatch], EntityTagList(known).matches(digest) {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: manifest.body))
    }

    private func put(_ request: Request, body: IncomingBody) async throws -> Response {
        let tags = try self.tags()
        var buffer = try await body.collect(upTo: Manifest.maximumSize, orRefuseAs: .manifestTooLarge, incomplete: .manifestInvalid)
        let bytes = buffer.readBytes(length: buffer.readableBytes) ?? []
        var algorithm = DigestAlgorithm.sha256
        if case .digest(let digest) = reference { algorithm = digest.algorithm }
        let manifest = try Manifest(parsing: bytes, contentType: request.headers[.contentType], algorithm: algorithm)
        if case .digest(let digest) = reference, digest != manifest.digest {
            throw OCIError(.digestInvalid, "the manifest's digest is \(manifest.digest), not \(digest) as its path says")
        }
        try await store.publish(manifest, tags: tags, in: repository)

        var headers = HTTPFields()
        headers[.location] = RegistryLocation.manifest(manifest.digest, in: repository)
        headers[.dockerContentDigest] = manifest.digest.description
        if let subject = manifest.subject { headers[.ociSubject] = subject.digest.description }
        if case .digest = reference {
            for tag in tags { headers.append(HTTPField(name: .ociTag, value: tag.value)) }
        }
        return Response(status: .created, headers: headers)
    }

    /// The tag of the path, or the `?tag=` items of a push by digest.
    private func tags() throws -> [TagName] {
        let items = query.all("tag")
        guard case .digest = reference else {
            guard items.isEmpty, case .tag(let tag) = reference else {
                throw OCIError(.unsupported, "?tag= goes with a push by digest; here the path names a tag already")
            }
            return [tag]
        }
        guard items.count <= Self.maximumTags else {
            throw OCIError(.tooManyTags, "a push may carry \(Self.maximumTags) tags at most; push the rest in another request")
        }
        var tags: [TagName] = []
        for tag in try items.map({ try TagName($0) }) where !tags.contains(tag) { tags.append(tag) }
        return tags
    }

    private func delete() async throws -> Response {
        switch reference {
        case .tag(let tag): try await store.deleteTag(tag, from: repository)
        case .digest(let digest): try await store.deleteManifest(digest, from: repository)
        }
        return Response(status: .accepted)
    }
}
