import ContentHashing
import OCIModel
import Testing

@Suite struct NameTests {
    @Test(arguments: [
        "a", "0", "ubuntu", "library/ubuntu", "a.b", "a_b", "a__b", "a-b", "a---b", "a/b/c", "0/0", "a.b_c__d-e/f",
        "x" + String(repeating: "-", count: 50) + "y",
        String(repeating: "a", count: 255), String(repeating: "a/", count: 127) + "a", "v2", "blobs/uploads", "manifests", "tags/list",
    ]) func acceptsRepositories(_ text: String) throws {
        #expect(try RepositoryName(text).value == text)
    }

    @Test(arguments: [
        "", "/", "a/", "/a", "a//b", "A", "aB", "ubuntu/Latest", ".", "..", "../a", "a/..", "a/../b", "a/.b", ".a", "a.", "a..b", "-a", "a-", "_a",
        "a_",
        "a___b", "a._b", "a-_b", "a.-b", "a-.b", "a b", "a\0", "a\n", "a%2e", "a:b", "a@b", "ä", "a\u{301}", "a\\b", "a/-b", "a/b-/c",
        String(repeating: "a", count: 256), String(repeating: "a/", count: 299) + "a",
    ]) func refusesRepositories(_ text: String) {
        let error = #expect(throws: OCIError.self) { try RepositoryName(text) }
        #expect(error?.code == .nameInvalid)
        #expect((error?.message.utf8.count ?? 0) < 600)
    }

    @Test(arguments: [
        "a", "A", "_", "0", "latest", "v1.2.3-rc.1_x", "..a".replacing("..", with: "_."), "a..b", "A-", String(repeating: "x", count: 128),
    ])
    func acceptsTags(_ text: String) throws {
        #expect(try TagName(text).value == text)
        #expect(try Reference(text) == .tag(TagName(text)))
    }

    @Test(arguments: [
        "", ".a", "-a", "..", "a b", "a/b", "a+b", "a@b", "a\0", "a\n", "ä", "a%2e", String(repeating: "x", count: 129),
        String(repeating: "x", count: 100_000),
    ]) func refusesTags(_ text: String) {
        let error = #expect(throws: OCIError.self) { try Reference(text) }
        #expect(error?.code == .tagInvalid)
        #expect((error?.message.utf8.count ?? 0) < 600)
    }

    @Test func referencesWithAColonAreDigests() throws {
        let digest = Digest(hashing: [])
        #expect(try Reference(digest.description) == .digest(digest))
        #expect(Reference.digest(digest).description == digest.description)
        for text in ["sha256:abc", "a:b", ":", "md5:d41d8cd98f00b204e9800998ecf8427e", digest.description.uppercased()] {
            let error = #expect(throws: OCIError.self) { try Reference(text) }
            #expect(error?.code == .digestInvalid)
        }
    }

    @Test func uploadsAreLowercaseUUIDs() {
        let id = UploadID()
        #expect(UploadID(id.value) == id)
        #expect(id.value == id.value.lowercased())
        #expect(UploadID() != id)
        #expect(UploadID(id.value.uppercased() == id.value ? "X" : id.value.uppercased()) == nil)
    }

    @Test(arguments: [
        "", "..", "../../../../../../etc/passwd/aaaaaaaaaa", "00000000-0000-0000-0000-00000000000", "00000000-0000-0000-0000-0000000000000",
        "00000000-0000-0000-0000-00000000000g", "00000000000000000000000000000000", "{00000000-0000-0000-0000-0000000000}",
        "0000000-00000-0000-0000-000000000000", "ABCDEF00-0000-0000-0000-000000000000", " 0000000-0000-0000-0000-000000000000",
        "00000000-0000-0000-0000-00000000000\0", "00000000-0000-0000-0000-0000000000é",
    ]) func refusesOtherUploads(_ text: String) {
        #expect(UploadID(text) == nil)
    }

    @Test func mediaTypesDropParameters() {
        #expect(MediaType(contentType: "application/json; charset=utf-8")?.value == "application/json")
        #expect(MediaType(contentType: " application/json\t") == MediaType("application/json"))
        #expect(MediaType(contentType: "") == nil)
        #expect(MediaType(contentType: " ; charset=utf-8") == nil)
    }
}
