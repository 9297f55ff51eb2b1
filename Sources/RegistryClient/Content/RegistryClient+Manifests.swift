package import ContentHashing
import NIOHTTP1
package import OCIModel

extension RegistryClient {
    private static let manifestTypes = [
        MediaType.ociImageManifest, .ociImageIndex, .dockerManifest, .dockerManifestList, .ociArtifactManifest,
    ].map(\.value).joined(separator: ", ")

    /// Pushes a manifest as it is. What it references must be in the repository.
    package func pushManifest(_ bytes: [UInt8], mediaType: MediaType, to repository: RepositoryName, as reference: Reference) async throws {
        let action = "push the manifest \(reference) to \(repository)"
        var request = ServerRequest(.PUT, "/v2/\(repository)/manifests/\(reference)", to: action)
        request.headers = ["Content-Type": mediaType.value]
        request.body = bytes
        let response = try await call(request, over: content)
        try response.require(201, to: action)
        let algorithm = if case .digest(let digest) = reference { digest.algorithm } else { DigestAlgorithm.sha256 }
        let own = Digest(hashing: bytes, with: algorithm).description
        guard let stored = response.header("Docker-Content-Digest"), stored != own else { return }
        throw ClientError(.damaged, "the server stored the manifest as \(stored), not as \(own)", status: response.status)
    }

    /// - Throws: ``ClientError``: `notFound`; `damaged` where the bytes don't have the digest that was asked for or that the
    ///   server says; `protocolViolation` for what is no manifest.
    package func manifest(_ reference: Reference, in repository: RepositoryName) async throws -> Manifest {
        let action = "fetch the manifest \(reference) from \(repository)"
        var request = ServerRequest(.GET, "/v2/\(repository)/manifests/\(reference)", to: action)
        request.headers = ["Accept": Self.manifestTypes]
        request.answerLimit = Manifest.maximumSize
        let response = try await call(request, over: content)
        try response.require(200, to: action)
        var wanted = response.header("Docker-Content-Digest").flatMap { try? Digest($0) }
        if case .digest(let digest) = reference { wanted = digest }
        let manifest: Manifest
        do {
            manifest = try Manifest(
                parsing: response.body, contentType: response.header("Content-Type"), algorithm: wanted?.algorithm ?? .sha256)
        } catch {
            throw ClientError(
                .protocolViolation, "can't \(action): what the server sent is no manifest: \(error.message)", status: response.status, cause: error)
        }
        guard wanted == nil || wanted == manifest.digest else {
            throw ClientError(
                .damaged, "what the server sent as the manifest \(reference) has the digest \(manifest.digest)", status: response.status)
        }
        return manifest
    }

    /// The manifests that have `subject` as their subject, in the server's order.
    ///
    /// - Parameter artifactType: Only those of this type.
    /// - Returns: None where the server doesn't know referrers.
    package func referrers(of subject: Digest, artifactType: String? = nil, in repository: RepositoryName) async throws -> [Descriptor] {
        let action = "list what refers to \(subject) in \(repository)"
        var query = QueryString()
        query.add("artifactType", artifactType)
        var target: String? = "/v2/\(repository)/referrers/\(subject)\(query)"
        var found: [Descriptor] = []
        // Bounded, for a server whose pages go round in circles.
        for _ in 0..<1000 {
            guard let page = target else { return found }
            let response = try await call(ServerRequest(.GET, page, to: action), over: content)
            if response.status == 404 { return found }
            try response.require(200, to: action)
            do {
                found += try Manifest(parsing: response.body, contentType: MediaType.ociImageIndex.value).entries
                    .filter { artifactType == nil || $0.artifactType == artifactType }
            } catch {
                throw ClientError(.protocolViolation, "can't \(action): the server's list is no index: \(error.message)", cause: error)
            }
            target = try Self.nextPage(response.header("Link"))
        }
        throw ClientError(.protocolViolation, "can't \(action): the server's list has no end")
    }

    /// `</path?query>; rel="next"`. An address on another server is not followed.
    private static func nextPage(_ link: String?) throws -> String? {
        guard let link, link.contains("rel=\"next\"") || link.contains("rel=next"), let start = link.firstIndex(of: "<"),
            let end = link[start...].firstIndex(of: ">")
        else { return nil }
        let target = String(link[link.index(after: start)..<end])
        guard target.hasPrefix("/"), !target.hasPrefix("//") else {
            throw ClientError(.protocolViolation, "the server's list goes on at '\(target.prefix(80))', which is not on this server")
        }
        return target
    }
}
