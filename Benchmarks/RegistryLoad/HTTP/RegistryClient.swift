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

    /// Fetches once with the whole of the body and checks it against the digest that came with it, to make a target whose
    /// repeated fetches need only be counted.
    func verifiedTarget(_ request: Request) throws -> ClosedLoop.Target {
        let response = try connection.exchange(request, keepsBody: true)
        guard response.head.status == 200 else {
            throw LoadError(
                .unexpectedResponse, "the first GET brought \(response.head.status): \(String(decoding: response.body.prefix(300), as: UTF8.self))")
        }
        let digest = Digest(hashing: response.body).description
        guard response.head.contentDigest == nil || response.head.contentDigest == digest else {
            throw LoadError(.unexpectedResponse, "a body does not have the digest it was sent with: \(response.head.contentDigest ?? "")")
        }
        return ClosedLoop.Target(request: request, contentLength: response.body.count)
    }

    /// The path and query of a `Location`, which may be an absolute address.
    private func target(of head: ResponseHead) throws -> String {
        guard let location = head.location else { throw LoadError(.unexpectedResponse, "an answer to an upload has no Location") }
        guard location.hasPrefix("http://") else { return location }
        return String(location.dropFirst(7).drop { $0 != "/" })
    }
}
