import ContentHashing
import StowageTestSupport
import Testing

@Suite struct RangesTests {
    static let content = Array("0123456789".utf8)

    @Test(arguments: [
        ("bytes=0-0", "0", "bytes 0-0/10"), ("bytes=2-4", "234", "bytes 2-4/10"), ("bytes=5-", "56789", "bytes 5-9/10"),
        ("bytes=9-", "9", "bytes 9-9/10"), ("bytes=5-100", "56789", "bytes 5-9/10"), ("bytes=-3", "789", "bytes 7-9/10"),
        ("bytes=-100", "0123456789", "bytes 0-9/10"), ("bytes=0-9", "0123456789", "bytes 0-9/10"),
        ("bytes=8-99999999999999999999", "89", "bytes 8-9/10"),
    ])
    func aRangeIs206(range: String, text: String, contentRange: String) async throws {
        try await Registry.with { registry in
            let digest = try await registry.blob(Self.content)
            let response = try await registry.get("/v2/app/blobs/\(digest)", ["Range": range])
            #expect(response.status == 206)
            #expect(response.text == text)
            #expect(response["content-range"] == contentRange)
            #expect(response["content-length"] == "\(text.utf8.count)")
            #expect(response["docker-content-digest"] == "\(digest)")
        }
    }

    @Test(arguments: ["bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-"])
    func aRangeOutsideOfTheBlobIs416(range: String) async throws {
        try await Registry.with { registry in
            let digest = try await registry.blob(Self.content)
            let response = try await registry.get("/v2/app/blobs/\(digest)", ["Range": range])
            expectRefusal(response, 416, "SIZE_INVALID")
            #expect(response["content-range"] == "bytes */10")
            #expect(try await registry.closesItsFiles(in: "blobs"))
        }
    }

    @Test(arguments: ["", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=4-2", "chunks=0-1", "bytes=0-1,4-5", "0-1", "bytes=0-1-2", "bytes=--1"])
    func aRangeThatIsNotUnderstoodIsIgnored(range: String) async throws {
        try await Registry.with { registry in
            let digest = try await registry.blob(Self.content)
            let response = try await registry.get("/v2/app/blobs/\(digest)", ["Range": range])
            #expect(response.status == 200)
            #expect(response.body == Self.content)
        }
    }

    @Test func ifRangeLetsARangeThroughOnlyForThisContent() async throws {
        try await Registry.with { registry in
            let digest = try await registry.blob(Self.content)
            let target = "/v2/app/blobs/\(digest)"
            #expect(try await registry.get(target, ["Range": "bytes=2-4", "If-Range": "\"\(digest)\""]).status == 206)
            for other in ["\"other\"", "W/\"\(digest)\"", "Wed, 21 Oct 2015 07:28:00 GMT"] {
                let response = try await registry.get(target, ["Range": "bytes=2-4", "If-Range": other])
                #expect(response.status == 200)
                #expect(response.body == Self.content)
            }
        }
    }

    @Test func rangesOfALargeBlobPutTogetherAreTheBlob() async throws {
        try await Registry.with { registry in
            let bytes = SeededBytes(seed: 4).bytes(count: 1_500_000)
            let digest = try await registry.blob(bytes)
            var joined: [UInt8] = []
            for start in stride(from: 0, to: bytes.count, by: 400_000) {
                joined += try await registry.get("/v2/app/blobs/\(digest)", ["Range": "bytes=\(start)-\(start + 399_999)"]).body
            }
            #expect(joined == bytes)
        }
    }
}
