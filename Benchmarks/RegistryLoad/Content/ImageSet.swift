import ArgumentParser

/// Images under predictable names, so that one run can push them and another can pull them.
struct ImageSet: ParsableArguments {
    @Option(help: "How many images; the tags t0, t1 … are spread over the repositories.")
    var count = 100

    @Option(help: "How many repositories: PREFIX/r0, PREFIX/r1 …")
    var repositories = 1

    @Option(help: "The path in front of the repositories' names.")
    var prefix = "load"

    func validate() throws {
        guard count > 0, repositories > 0, repositories <= count else {
            throw ValidationError("--count and --repositories are above zero, and there are no more repositories than images")
        }
    }

    func repository(_ index: Int) -> String { "\(prefix)/r\(index % repositories)" }

    func tag(_ index: Int) -> String { "t\(index)" }

    /// An OCI image manifest of one layer, padded by an annotation to a size in bytes.
    static func manifest(config: BlobFamily.Blob, layer: BlobFamily.Blob, size: Int) -> [UInt8] {
        func descriptor(_ blob: BlobFamily.Blob, _ mediaType: String) -> String {
            #"{"mediaType":"\#(mediaType)","digest":"\#(blob.digest)","size":\#(blob.size)}"#
        }
        let start =
            #"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":"#
            + descriptor(config, "application/vnd.oci.image.config.v1+json") + #","layers":["#
            + descriptor(layer, "application/vnd.oci.image.layer.v1.tar+gzip") + #"],"annotations":{"padding":""#
        let end = #""}}"#
        let padding = String(repeating: "x", count: max(0, size - start.utf8.count - end.utf8.count))
        return Array((start + padding + end).utf8)
    }
}
