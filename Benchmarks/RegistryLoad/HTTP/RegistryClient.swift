import ContentHashing

/// The few things the workloads ask of a registry, over one connection.
struct RegistryClient {
    let endpoint: Endpoint
    let connection: Connection

    init(_ endpoint: Endpoint) {
        self.endpoint = endpoint
        self.connection = Connection(to: endpoint)
    }

    /// Pushes a blob and insists on each status on the way.
    func push(_ blob: BlobFamily.Blob, to repository: String, flow: PushFlow) throws {
        let opened = try connection.exchange(
            Request("POST", "/v2/\(repository)/blobs/uploads/", at: endpoint, contentLength: 0), expecting: 202)
        var location = try target(of: opened)
        var body = blob.pieces
        if flow == .patch {
            let patch = Request(
                "PATCH", location, at: endpoint, contentLength: blob.size, fields: "Content-Type: application/octet-stream\r\n")
            location = try target(of: try connection.exchange(patch, body: body, expecting: 202))
            body = []
        }
        let separator = location.contains("?") ? "&" : "?"
        let digest = "\(blob.digest.algorithm.rawValue)%3A\(blob.digest.hex)"
        let put = Request(
            "PUT", "\(location)\(separator)digest=\(digest)", at: endpoint, contentLength: flow == .put ? blob.size : 0,
            fields: "Content-Type: application/octet-stream\r\n")
        _ = try connection.exchange(put, body: body, expecting: 201)
    }

    func push(manifest: [UInt8], to repository: String, tag: String) throws {
        let put = Request(
            "PUT", "/v2/\(repository)/manifests/\(tag)", at: endpoint, contentLength: manifest.count,
            fields: "Content-Type: application/vnd.oci.image.manifest.v1+json\r\n")
        _ = try connection.exchange(put, body: [manifest], expecting: 201)
    }

    /// Sends a request once, checks the answer, and makes it what every further answer is compared with.
    ///
    /// A body is checked against the digest that came with it and the one that the path asks for. For HEAD, a GET of the same path
    /// shows what its digest and length have to be.
    func verifiedTarget(_ request: Request, status: Int = 200, checkedBy get: Request? = nil, digest named: String? = nil, comparesBody: Bool = true)
        throws -> Target
    {
        let response = try connection.exchange(request, keepsBody: true)
        guard response.head.status == status else {
            throw LoadError(
                .unexpectedResponse,
                "the first answer has status \(response.head.status) instead of \(status): \(String(decoding: response.body.prefix(300), as: UTF8.self))"
            )
        }
        let length = request.isHead ? response.head.contentLength : response.body.count
        if status == 200 {
            let whole = try get.map { try connection.exchange($0, keepsBody: true) } ?? response
            let actual = Digest(hashing: whole.body).description
            guard [named, response.head.contentDigest].allSatisfy({ $0 == nil || $0 == actual }), whole.body.count == length else {
                throw LoadError(.unexpectedResponse, "a body has the digest \(actual), not the one that it was asked for or sent with")
            }
        }
        return Target(
            request: request, status: status, contentLength: length, digest: response.head.contentDigest,
            body: comparesBody && length <= Target.comparedBodySize && !request.isHead ? response.body : nil)
    }

    /// Makes the target of a GET or HEAD of a path.
    func verifiedTarget(_ method: String, _ path: String, status: Int, comparesBody: Bool = true) throws -> Target {
        let named = path.firstRange(of: "sha256:").map { String(path[$0.lowerBound...]) }
        return try verifiedTarget(
            .read(method, path, at: endpoint), status: status,
            checkedBy: method == "HEAD" && status == 200 ? .read("GET", path, at: endpoint) : nil, digest: named, comparesBody: comparesBody)
    }

    /// Sends a target's request once more and compares the answer.
    ///
    /// - Returns: the length of its body.
    func fetch(_ target: Target) throws -> Int {
        let response = try connection.exchange(target.request, keepsBody: target.body != nil)
        try target.check(response.head)
        try response.body.withUnsafeBytes { try target.check($0) }
        return target.bodyLength
    }

    /// Asks for a blob that must not be there yet, as clients do before they send one.
    func insistIsMissing(_ digest: Digest, in repository: String) throws {
        _ = try connection.exchange(Request("HEAD", "/v2/\(repository)/blobs/\(digest)", at: endpoint), expecting: 404)
    }

    /// Gets a blob and insists on its digest.
    func confirm(_ digest: Digest, in repository: String) throws {
        _ = try verifiedTarget("GET", "/v2/\(repository)/blobs/\(digest)", status: 200)
    }

    /// The path and query of a `Location`, which may be an absolute address.
    private func target(of head: ResponseHead) throws -> String {
        guard let location = head.location else { throw LoadError(.unexpectedResponse, "an answer to an upload has no Location") }
        guard location.hasPrefix("http://") else { return location }
        return String(location.dropFirst(7).drop { $0 != "/" })
    }
}
