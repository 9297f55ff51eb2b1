package import Access
import ContentHashing
package import HTTPServing
package import ImageStore
import NIOCore
import OCIModel

/// Manifests that are in memory, as ``ManifestRoute`` answers them.
package struct HotManifests: HotResponder {
    private let store: ImageStore
    private let authorizer: any Authorizer

    package init(store: ImageStore, authorizer: any Authorizer) {
        self.store = store
        self.authorizer = authorizer
    }

    package func answer(_ target: UnsafeRawBufferPointer, isHead: Bool) -> HotAnswer? {
        guard let path = PlainPath(target) else { return nil }
        let (repository, reference): (RepositoryName, Reference)
        do {
            (repository, reference) = (try RepositoryName(path.name), try Reference(path.reference))
        } catch {
            // The route says what is wrong.
            return nil
        }
        let request = AccessRequest(identity: .anonymous, action: .pull, repository: repository)
        guard authorizer.decideAtOnce(request) == .allowed,
            let manifest = store.manifestInMemory(reference, in: repository, use: isHead ? .check : .pull)
        else { return nil }
        let digest = manifest.digest.description
        var fields = ByteBuffer()
        fields.writeString(
            "Content-Type: \(manifest.mediaType.value)\r\nDocker-Content-Digest: \(digest)\r\nETag: \"\(digest)\"\r\n")
        return HotAnswer(fields: fields, body: manifest.body, route: "manifests/<reference>")
    }
}
