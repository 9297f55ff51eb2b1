import Catalog
import ContentHashing
import OCIModel
import StageModel

/// Fills a catalog with stages and images.
struct Filling: Sendable {
    static let project = "bench"
    private static let repositories = 50
    private static let blobs = 500
    private static let atOnce = 128

    let catalog: Catalog

    func fill(_ tags: Int) async throws {
        let images = try (0..<Self.repositories).map { try RepositoryName("\(Self.project)/image-\($0)") }
        let stages = try RepositoryName("\(Self.project)/stages")
        for repository in images + [stages] {
            try await inParallel(Self.blobs) { index in
                try await catalog.recordBlob(Self.blob(index).digest, size: Self.blob(index).size, in: repository, completing: nil)
            }
        }
        try await inParallel(tags) { index in
            let (repository, tag) =
                index % 2 == 0
                ? (stages, try TagName("\(Self.digest("stage \(index)").hex)-\(1_600_000_000_000 + index)"))
                : (images[index / 2 % images.count], try TagName("v1.0.\(index)"))
            _ = try await catalog.publishManifest(try Self.manifest(index), tags: [tag], in: repository)
        }
    }

    private func inParallel(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<count {
                if index >= Self.atOnce { try await group.next() }
                group.addTask { try await body(index) }
            }
            try await group.waitForAll()
        }
    }

    private static func digest(_ text: String) -> Digest {
        Digest(hashing: Array(text.utf8), with: .sha256)
    }

    private static func blob(_ index: Int) -> (digest: Digest, size: Int64) {
        (digest("blob \(index % blobs)"), Int64(1000 + index % blobs))
    }

    private static func manifest(_ index: Int) throws -> Manifest {
        func descriptor(_ blob: Int, _ type: String) -> String {
            let blob = Self.blob(blob)
            return #"{"mediaType":"application/vnd.oci.image.\#(type)","digest":"\#(blob.digest)","size":\#(blob.size)}"#
        }
        let layers = (0..<4).map { descriptor(index + $0 * 7, "layer.v1.tar+gzip") }.joined(separator: ",")
        let text = """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":\(descriptor(index, "config.v1+json")),\
            "layers":[\(layers)],"annotations":{"index":"\(index)"}}
            """
        return try Manifest(parsing: Array(text.utf8), contentType: nil)
    }
}
