package import ContentHashing

extension RegistryProbe {
    /// POST and PUT with the whole body; the answer to the last request that was sent.
    package func pushBlob(_ bytes: [UInt8], to repository: String, as digest: Digest? = nil) async throws -> ProbeResponse {
        let location = try await startUpload(in: repository)
        return try await finishUpload(location, as: digest ?? Digest(hashing: bytes), body: bytes)
    }

    /// One POST with the digest and the body.
    package func postBlob(_ bytes: [UInt8], to repository: String, as digest: Digest? = nil) async throws -> ProbeResponse {
        try await send(
            "POST", "/v2/\(repository)/blobs/uploads/?digest=\(digest ?? Digest(hashing: bytes))", ["Content-Type": "application/octet-stream"],
            body: bytes)
    }

    /// POST, PATCHes of `chunk` bytes, and an empty PUT.
    package func pushBlob(_ bytes: [UInt8], to repository: String, inChunksOf chunk: Int) async throws -> ProbeResponse {
        var location = try await startUpload(in: repository)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            let response = try await sendChunk(Array(bytes[start..<min(start + chunk, bytes.count)]), at: start, to: location)
            guard response.status == 202 else { return response }
            location = response["location"] ?? location
        }
        return try await finishUpload(location, as: Digest(hashing: bytes))
    }

    /// Opens an upload and returns its location.
    ///
    /// - Throws: ``UnexpectedResponse`` for any answer but 202.
    package func startUpload(in repository: String) async throws -> String {
        let response = try await send("POST", "/v2/\(repository)/blobs/uploads/", body: [])
        guard response.status == 202, let location = response["location"] else {
            throw UnexpectedResponse(request: "POST of an upload to \(repository)", response: response)
        }
        return location
    }

    package func sendChunk(_ bytes: [UInt8], at offset: Int, to location: String) async throws -> ProbeResponse {
        let headers = ["Content-Range": "\(offset)-\(offset + bytes.count - 1)", "Content-Type": "application/octet-stream"]
        return try await send("PATCH", location, headers, body: bytes)
    }

    /// 204 with the offset in ``ProbeResponse/uploadOffset`` while the upload is open.
    package func uploadStatus(_ location: String) async throws -> ProbeResponse { try await send("GET", location) }

    package func finishUpload(_ location: String, as digest: Digest, body: [UInt8] = []) async throws -> ProbeResponse {
        let target = "\(location)\(location.contains("?") ? "&" : "?")digest=\(digest)"
        return try await send("PUT", target, ["Content-Type": "application/octet-stream"], body: body)
    }
}
