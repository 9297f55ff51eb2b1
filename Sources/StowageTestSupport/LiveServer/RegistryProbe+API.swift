package import ContentHashing
import FoundationEssentials
import OCIModel
package import StageModel

extension RegistryProbe {
    /// Sends a document to a path of `/api/v1/`: `stages/lookup`.
    package func post(_ path: String, _ document: some Encodable) async throws -> ProbeResponse {
        try await send("POST", "/api/v1/\(path)", ["Content-Type": "application/json"], body: [UInt8](JSONEncoder().encode(document)))
    }

    /// - Throws: ``UnexpectedResponse`` for any other status.
    package func post<Answer: Decodable>(_ path: String, _ document: some Encodable, _ status: Int) async throws -> Answer {
        try await post(path, document).decoded(status, "POST \(path)")
    }

    /// - Throws: ``UnexpectedResponse`` for any other status than 200.
    package func get<Answer: Decodable>(_ target: String) async throws -> Answer {
        try await send("GET", "/api/v1/\(target)").decoded(200, "GET \(target)")
    }

    package func lookup(_ signatures: [Signature], in repository: String) async throws -> [SignatureState] {
        let answer: LookupResponse = try await post(
            "stages/lookup", LookupRequest(repository: try RepositoryName(repository), signatures: signatures), 200)
        return answer.stages
    }

    /// Pushes an image that has one layer with this content.
    ///
    /// - Parameter reference: A tag; without one it is pushed by its digest.
    /// - Returns: The digest of its manifest.
    @discardableResult
    package func pushImage(
        _ content: String, to repository: String, as reference: String? = nil, annotations: [(String, String)] = []
    ) async throws -> Digest {
        var builder = ManifestBuilder.image(layers: [content])
        builder.annotations = annotations
        for blob in ["{}", content] {
            let answer = try await postBlob(Array(blob.utf8), to: repository)
            guard answer.status == 201 else { throw UnexpectedResponse(request: "POST of a blob", response: answer) }
        }
        let digest = Digest(hashing: builder.bytes)
        let answer = try await pushManifest(
            builder.bytes, type: builder.mediaType?.value ?? "", to: repository, as: reference ?? digest.description)
        guard answer.status == 201 else { throw UnexpectedResponse(request: "PUT of a manifest", response: answer) }
        return digest
    }
}

extension ProbeResponse {
    /// - Throws: ``UnexpectedResponse`` for any other status, or another body.
    package func decoded<Answer: Decodable>(_ status: Int, _ request: String) throws -> Answer {
        guard self.status == status else { throw UnexpectedResponse(request: request, response: self) }
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(body))
        } catch {
            throw UnexpectedResponse(request: request, response: self)
        }
    }
}

extension Signature {
    /// A signature like no other number's.
    package static func test(_ number: Int) throws -> Signature {
        let digest = Digest(hashing: Array("signature \(number)".utf8)).description
        guard let signature = Signature(digest.dropFirst("sha256:".count)) else { throw SignatureError() }
        return signature
    }

    private struct SignatureError: Error {}
}
