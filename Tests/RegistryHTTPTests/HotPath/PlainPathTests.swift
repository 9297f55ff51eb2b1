import Testing

@testable import RegistryHTTP

@Suite struct PlainPathTests {
    private func read(_ text: String) -> PlainPath? {
        var text = text
        return text.withUTF8 { PlainPath(UnsafeRawBufferPointer($0)) }
    }

    /// What it reads, the route reads in the same way.
    @Test(arguments: [
        "/v2/a/manifests/b", "/v2/a/b/c/manifests/sha256:00", "/v2/a/blobs/sha256:00", "/v2/manifests/manifests/manifests", "/v2/a//manifests/b",
        "/v2//manifests/b", "/v2/a/blobs/uploads", "/v2/a/manifests/", "/v2/manifests/b", "/v2/a/manifest/b", "/v2/a/tags/list", "/v2/", "/v2",
        "/", "", "/v1/a/manifests/b", "/v2/a/manifests/b?c=d", "/v2/a/manifests/%62", "/v2/a%62/manifests/c", "/v2/a?/manifests/c",
        "/v2/\u{e4}/manifests/b",
        "/api/v2/a/manifests/b", "/v2/a/manifestsx/b", "/v2x/manifests/b", "/v2/blobs/manifests/blobs", "/v2/a/blobs/manifests/b",
    ])
    func readsAsTheRouteDoes(text: String) {
        guard let path = read(text) else { return }
        #expect(RegistryPath(text) == .manifest(name: path.name, reference: path.reference))
    }

    @Test func readsWhatClientsAskFor() throws {
        let tag = try #require(read("/v2/team/app/manifests/v1.0"))
        #expect(tag.name == "team/app" && tag.reference == "v1.0")
        let digest = try #require(read("/v2/a/manifests/sha256:00"))
        #expect(digest.name == "a" && digest.reference == "sha256:00")
        #expect(read("/v2/a/blobs/sha256:00") == nil)
        #expect(read("/v2/a/manifests/b?c=d") == nil)
        #expect(read("/v2/a/manifests/%62") == nil)
    }
}
