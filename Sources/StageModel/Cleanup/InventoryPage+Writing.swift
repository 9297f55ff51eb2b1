import ContentHashing
import OCIModel

extension InventoryPage {
    /// The page as JSON, which ``init(parsing:)`` reads back. What is empty, false or not known is left out.
    package var json: [UInt8] {
        var writer = JSONWriter(capacity: 256 + blobs.count * 128 + manifests.count * 1024)
        writer.object { writer in
            writer.member("repository", repository.value)
            writer.member("takenAt", takenAt.millisecondsSince1970)
            writer.member("blobs", blobs) { writer, blob in
                writer.object { writer in
                    writer.member("digest", blob.digest.description)
                    writer.member("size", blob.size)
                    writer.member("isShared", blob.isShared)
                }
            }
            writer.member("manifests", manifests) { $1.write(to: &$0) }
            writer.member("next", next)
        }
        return writer.bytes
    }
}

extension InventoryPage.Manifest {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("digest", digest.description)
            writer.member("kind", kind.rawValue)
            writer.member("generation", generation)
            writer.member("createdAt", createdAt.millisecondsSince1970)
            writer.member("untaggedAt", untaggedAt?.millisecondsSince1970)
            writer.member("isInTrash", isInTrash)
            writer.member("lastUsedAt", lastUsedAt?.millisecondsSince1970)
            writer.member("subject", subject?.description)
            writer.member("config", config.map { Int64($0) })
            writer.member("layers", layers) { $0.number(Int64($1)) }
            writer.member("entries", entries) { $0.text($1.description) }
            writer.member("tags", tags) { $1.write(to: &$0) }
        }
    }
}

extension InventoryPage.Tag {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name.value)
            writer.member("generation", generation)
            writer.member("publishedAt", publishedAt.millisecondsSince1970)
            writer.member("lastUsedAt", lastUsedAt?.millisecondsSince1970)
            writer.member("isRecorded", isRecorded)
            writer.member("isRejected", isRejected)
            switch facts {
            case .stage(_, let facts):
                writer.name("stage")
                facts.write(to: &writer)
            case .image(let facts):
                writer.name("image")
                facts.write(to: &writer)
            case .service(_, let labels):
                writer.name("service")
                // Pairs: a name may be any text.
                writer.list(labels.sorted { $0.key < $1.key }) { writer, label in
                    writer.list([label.key, label.value]) { $0.text($1) }
                }
            }
        }
    }
}

extension StageFacts {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("stageName", stageName)
            writer.member("imageName", imageName)
            writer.member("parent", parent)
            writer.member("commits", commits) { $0.text($1.value) }
            writer.member("imports", imports) { $0.text($1) }
            writer.member("gitReference", gitReference)
            writer.member("buildMilliseconds", buildDuration?.milliseconds)
            writer.member("size", size)
        }
    }
}

extension ImageFacts {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("imageName", imageName)
            writer.member("strategy", strategy?.rawValue)
            writer.member("gitReference", gitReference)
            writer.member("commits", commits) { $0.text($1.value) }
            writer.member("imports", imports) { $0.text($1) }
            writer.member("signature", signature?.value)
            writer.member("size", size)
        }
    }
}
