import ContentHashing
import Foundation
import OCIModel
import StowageServer
import StowageTestSupport

/// A registry with nothing in it, and a client of it.
struct Registry: Sendable {
    let server: TestServer
    let probe: RegistryProbe

    /// Runs a server for the time of `body`.
    static func with<Value: Sendable>(
        data: String? = nil, configure: (inout ServerSettings) -> Void = { _ in }, _ body: @escaping @Sendable (Registry) async throws -> Value
    ) async throws -> Value {
        await ServerSlots.shared.take()
        defer { ServerSlots.shared.give() }
        return try await TestServer.with(data: data, configure: configure) { server in
            try await RegistryProbe.with(baseURL: "http://127.0.0.1:\(server.port)") { probe in
                try await body(Registry(server: server, probe: probe))
            }
        }
    }

    func send(_ method: String, _ target: String, _ headers: [String: String] = [:], body: [UInt8]? = nil) async throws -> ProbeResponse {
        try await probe.send(method, target, headers, body: body)
    }

    func get(_ target: String, _ headers: [String: String] = [:]) async throws -> ProbeResponse {
        try await send("GET", target, headers)
    }

    func head(_ target: String) async throws -> ProbeResponse {
        try await send("HEAD", target)
    }

    // MARK: - Content

    /// Pushes a blob and returns its digest.
    @discardableResult
    func blob(_ text: String, in repository: String = "app") async throws -> Digest {
        try await blob(Array(text.utf8), in: repository)
    }

    @discardableResult
    func blob(_ bytes: [UInt8], in repository: String = "app", algorithm: DigestAlgorithm = .sha256) async throws -> Digest {
        let digest = Digest(hashing: bytes, with: algorithm)
        let response = try await probe.postBlob(bytes, to: repository, as: digest)
        guard response.status == 201 else { throw UnexpectedResponse(request: "push of a blob", response: response) }
        return digest
    }

    /// Pushes a manifest whose blobs are there or needn't be.
    @discardableResult
    func push(
        _ builder: ManifestBuilder, to repository: String = "app", as reference: String? = nil, algorithm: DigestAlgorithm = .sha256
    ) async throws -> Manifest {
        let manifest = try builder.manifest(algorithm: algorithm)
        let reference = reference ?? manifest.digest.description
        let response = try await probe.pushManifest(manifest.bytes, type: manifest.mediaType.value, to: repository, as: reference)
        guard response.status == 201 else { throw UnexpectedResponse(request: "push of a manifest", response: response) }
        return manifest
    }

    /// Pushes an image of these layers, blobs first.
    @discardableResult
    func image(_ layers: String..., docker: Bool = false, in repository: String = "app", as reference: String? = nil) async throws -> Manifest {
        try await blob("{}", in: repository)
        for layer in layers { try await blob(layer, in: repository) }
        return try await push(.image(layers: layers, docker: docker), to: repository, as: reference)
    }

    // MARK: - Exact bytes

    func connect(timeLimit: Duration = .seconds(20)) async throws -> RawConnection {
        try await RawConnection.open(port: server.port, timeLimit: timeLimit)
    }

    /// Sends a request byte for byte and reads its answer.
    ///
    /// - Parameter head: Lines without the final empty one; `Host` is added.
    func raw(_ head: String..., body: [UInt8] = []) async throws -> RawResponse {
        let connection = try await connect()
        defer { connection.close() }
        try await connection.send(Self.head(head))
        if !body.isEmpty { try await connection.send(body) }
        return head[0].hasPrefix("HEAD ") ? try await connection.readHead() : try await connection.readResponse()
    }

    static func head(_ lines: [String]) -> String {
        (lines + ["Host: registry.test"]).joined(separator: "\r\n") + "\r\n\r\n"
    }

    /// A body in chunked transfer coding.
    static func chunked(_ chunks: [UInt8]..., end: Bool = true) -> [UInt8] {
        chunks.flatMap { Array("\(String($0.count, radix: 16))\r\n".utf8) + $0 + Array("\r\n".utf8) } + (end ? Array("0\r\n\r\n".utf8) : [])
    }

    // MARK: - Disk

    /// Files under a folder of the data folder.
    func files(in folder: String) throws -> [String] {
        let root = "\(server.data)/\(folder)"
        guard let walk = FileManager.default.enumerator(atPath: root) else { return [] }
        return walk.compactMap { $0 as? String }.map { "\(root)/\($0)" }.filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
        }
    }

    /// The file that holds a blob.
    func path(of digest: Digest) -> String {
        "\(server.data)/blobs/\(digest.algorithm.rawValue)/\(digest.hex.prefix(2))/\(digest.hex)"
    }

    /// Whether the server has no file under the folder open any more; it may close a file a moment after its answer.
    func closesItsFiles(in folder: String) async throws -> Bool {
        for _ in 0..<200 {
            if try openFiles(in: folder).isEmpty { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    func openFiles(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { descriptor in
            // One that was closed meanwhile is not open.
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
            return target.flatMap { $0.hasPrefix("\(server.data)/\(folder)") ? $0 : nil }
        }
    }
}
