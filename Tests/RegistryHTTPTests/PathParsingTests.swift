import Testing

@testable import RegistryHTTP

@Suite struct PathParsingTests {
    @Test(arguments: [
        ("/v2", RegistryPath.base), ("/v2/", .base), ("/v2/?n=1", .base), ("/v2?x", .base),
        ("/v2/_catalog", .catalog), ("/v2/_catalog?n=5", .catalog),
        ("/v2/_oci/ext/discover", .extensions), ("/v2/a/b/_oci/ext/discover", .repositoryExtensions(name: "a/b")),
        ("/v2/a/tags/list", .tags(name: "a")), ("/v2/a/b/tags/list?n=1&last=x", .tags(name: "a/b")),
        ("/v2/a/manifests/latest", .manifest(name: "a", reference: "latest")),
        ("/v2/a/manifests/sha256%3Aaa", .manifest(name: "a", reference: "sha256:aa")),
        ("/v2/a/manifests/b/blobs/c", .blob(name: "a/manifests/b", digest: "c")),
        ("/v2/manifests/manifests/manifests", .manifest(name: "manifests", reference: "manifests")),
        ("/v2/a/blobs/uploads", .uploads(name: "a")), ("/v2/a/blobs/uploads/", .uploads(name: "a")),
        ("/v2/a/blobs/uploads/x", .upload(name: "a", id: "x")), ("/v2/a/blobs/uploads/?mount=x", .uploads(name: "a")),
        ("/v2/a/uploads/x", .unknown), ("/v2/tags/list/tags/list", .tags(name: "tags/list")),
        ("/v2/a/referrers/sha256:aa", .referrers(name: "a", digest: "sha256:aa")),
        ("/v2/a", .unknown), ("/v2/a/b", .unknown), ("/v2/a/_catalog", .unknown), ("/v2/a/tags/lists", .unknown),
        ("/v2/tags/list", .tags(name: "")), ("/v2//tags/list", .tags(name: "")), ("/v2/a//tags/list", .tags(name: "a/")),
        ("/v2/a%2fb/tags/list", .tags(name: "a%2fb")), ("/v2/../tags/list", .tags(name: "..")),
        ("/v2/a/manifests/%2e%2e%2fx", .manifest(name: "a", reference: "../x")),
        ("/v2/a/manifests/%00", .manifest(name: "a", reference: "%00")), ("/v2/a/manifests/%zz", .manifest(name: "a", reference: "%zz")),
        ("/v2/a/blobs/uploads/%00", .upload(name: "a", id: "%00")),
        ("/v2/a/manifests/", .manifest(name: "a", reference: "")), ("/v2/a/tags%2flist", .unknown), ("/v2/a/%74ags/list", .unknown),
    ])
    func readsAPathFromItsRightEnd(path: String, parsed: RegistryPath) {
        #expect(RegistryPath(path) == parsed)
    }

    @Test(arguments: ["", "/", "v2/", "/v1/a/tags/list", "/v2x/a/tags/list", "/V2/", "//v2/", "/api/v2/", "*", "http://host/v2/"])
    func otherPathsAreOtherServices(path: String) {
        #expect(RegistryPath(path) == nil)
    }
}
