import OCIModel
import Testing

@testable import WorkloadInventory

@Suite("References to images in use")
struct UsedImageTests {
    static let digest = ClusterObjects.digest

    private static let known: [(String, [String], String?, Bool)] = [
        ("chat/node:1", ["chat/node"], "1", false), ("r.test/chat/node:1", ["chat/node", "r.test/chat/node"], "1", false),
        ("r.test:5000/chat/node", ["chat/node"], "latest", false), ("localhost:5000/chat:1", ["chat", "library/chat"], "1", false),
        ("localhost/chat/node:1", ["chat/node", "localhost/chat/node"], "1", false), ("[::1]:5000/chat/node:1", ["chat/node"], "1", false),
        ("[fd00::1]/chat/node@\(digest)", ["chat/node"], nil, true), ("nginx", ["nginx", "library/nginx"], "latest", false),
        ("docker.io/library/nginx:1", ["library/nginx", "docker.io/library/nginx", "nginx"], "1", false),
        ("chat/node:1@\(digest)", ["chat/node"], "1", true), ("docker-pullable://r.test:1/chat/node@\(digest)", ["chat/node"], nil, true),
        ("sha256:" + String(repeating: "a", count: 64), [], nil, true), ("docker://\(digest)", [], nil, true),
        ("REGISTRY/chat/node:1", ["chat/node"], "1", false), ("r.test:5000/a/b/c/d:V1.0_x", ["a/b/c/d"], "V1.0_x", false),
    ]

    @Test(arguments: known)
    func `Hosts are dropped, and where it isn't sure whether it is one both readings count`(
        text: String, repositories: [String], tag: String?, hasDigest: Bool
    ) throws {
        let image = try UsedImage(text)
        #expect(Set(image.repositories.map(\.value)) == Set(repositories))
        #expect(image.tag?.value == tag)
        #expect((image.digest != nil) == hasDigest)
        #expect(image.leftOut == nil)
    }

    @Test(arguments: [
        "r.test/Chat:1", "r.test:5000/", "", "$(IMAGE)", "chat/node:", "chat/node@sha256:1", "chat/node:a b", "chat/node@", "chat//node",
    ])
    func `What can't name an image is said`(text: String) {
        #expect(throws: UsedImage.Problem.self) { try UsedImage(text) }
    }

    @Test func `Of a tag and a digest one may be known alone`() throws {
        let image = try UsedImage("chat/node:1@md5:00")
        #expect(image.tag?.value == "1")
        #expect(image.leftOut == "a digest that isn't known here")
        #expect(try UsedImage("chat/node:-@\(Self.digest)").digest != nil)
    }
}
