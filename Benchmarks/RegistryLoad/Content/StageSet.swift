import ArgumentParser
import ContentHashing

/// Stages under predictable signatures, so that one run can push them and another can look them up.
struct StageSet: ParsableArguments {
    @Option(help: "How many signatures.")
    var signatures = 10_000

    @Option(help: "How many stages each signature has.")
    var candidates = 20

    @Option(help: "The repository that holds them.")
    var repository = "load/stages"

    func validate() throws {
        guard signatures > 0, candidates > 0 else { throw ValidationError("--signatures and --candidates are above zero") }
    }

    func signature(_ index: Int) -> String { Digest(hashing: Array("signature \(index)".utf8)).hex }

    /// A unique id a second for each candidate, from a day in 2024 on.
    func tag(signature: Int, candidate: Int) -> String { "\(self.signature(signature))-\(1_720_000_000_000 + candidate * 1000)" }

    /// An OCI image manifest with the facts that a stage carries; no two are alike.
    func manifest(config: BlobFamily.Blob, layer: BlobFamily.Blob, signature: Int, candidate: Int) -> [UInt8] {
        let commit = Digest(hashing: Array("commit \(signature) \(candidate)".utf8)).hex.prefix(40)
        return Array(
            """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
            "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"\(config.digest)","size":\(config.size)},\
            "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"\(layer.digest)","size":\(layer.size)}],\
            "annotations":{"io.stowage.stage.name":"install","io.stowage.commits":"\(commit)","io.stowage.git.reference":"main",\
            "io.stowage.stage.build-milliseconds":"61000"}}
            """.utf8)
    }
}
