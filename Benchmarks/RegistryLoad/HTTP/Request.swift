/// A request's head, ready to send.
struct Request: Sendable {
    let bytes: [UInt8]
    /// Whether its answer has no body, whatever length it states.
    let isHead: Bool

    /// - Parameter fields: Further header lines, each ended by CRLF.
    init(_ method: String, _ target: String, at endpoint: Endpoint, contentLength: Int? = nil, fields: String = "") {
        let length = contentLength.map { "Content-Length: \($0)\r\n" } ?? ""
        self.bytes = Array("\(method) \(target) HTTP/1.1\r\nHost: \(endpoint)\r\nUser-Agent: registry-load\r\n\(fields)\(length)\r\n".utf8)
        self.isHead = method == "HEAD"
    }

    /// A request with a small body, which is sent with its head in one go.
    init(_ method: String, _ target: String, at endpoint: Endpoint, json: String) {
        let head = Request(method, target, at: endpoint, contentLength: json.utf8.count, fields: "Content-Type: application/json\r\n")
        self.bytes = head.bytes + Array(json.utf8)
        self.isHead = false
    }

    /// A GET or HEAD of a path; for manifests with what clients say they take.
    static func read(_ method: String, _ path: String, at endpoint: Endpoint) -> Request {
        Request(method, path, at: endpoint, fields: path.contains("/manifests/") ? manifestAccept : "")
    }

    private static let manifestAccept = """
        Accept: application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, \
        application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json\r\n
        """
}
