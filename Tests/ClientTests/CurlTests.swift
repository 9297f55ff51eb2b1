import ContentHashing
import Foundation
import StowageTestSupport
import Testing

@Suite("curl", .enabled(if: Tool.areExpected("curl"), "curl is not installed"), .timeLimit(.minutes(3)))
struct CurlTests {
    @Test("Expect: 100-continue is answered before the body is sent")
    func expectContinue() async throws {
        try await TestRegistry.with { registry in
            try await ScratchFolder.with { scratch in
                let bytes = Self.bytes(count: 3 << 20, seed: 1)
                let file = try scratch.write(bytes, to: "blob")
                let location = try await registry.probe.startUpload(in: registry.repository("app"))
                // Without the interim answer curl would wait for 25 seconds before it sends the body.
                let result = try await Shell.succeed(
                    "curl",
                    [
                        "-sS", "-v", "--fail", "--expect100-timeout", "25", "-H", "Expect: 100-continue", "-H",
                        "Content-Type: application/octet-stream", "-X", "PUT", "-T", file,
                        url(location, registry, query: "digest=\(Digest(hashing: bytes))"),
                    ], environment: ["HOME": scratch.path])
                let lines = result.errorText.split(whereSeparator: \.isNewline)
                let interim = lines.firstIndex { $0.hasPrefix("< HTTP/1.1 100") }
                let final = lines.firstIndex { $0.hasPrefix("< HTTP/1.1 201") }
                #expect(interim != nil && final != nil, "\(result)")
                if let interim, let final { #expect(interim < final) }
                #expect(result.duration < .seconds(20), "\(result)")
                try await expectStored(bytes, registry)
            }
        }
    }

    @Test("An upload that broke off goes on where the server says it stands")
    func interruptedUpload() async throws {
        try await TestRegistry.with { registry in
            try await ScratchFolder.with { scratch in
                let bytes = Self.bytes(count: 32 << 20, seed: 2)
                let file = try scratch.write(bytes, to: "blob")
                let location = try await registry.probe.startUpload(in: registry.repository("app"))
                try await sendAndBreakOff(file, to: url(location, registry), scratch)

                let offset = try await settledOffset(of: location, registry)
                #expect(offset > 0, "what arrived before the break is kept")
                #expect(offset < bytes.count, "the upload broke off before its end")

                let rest = try scratch.write(bytes[offset...], to: "rest")
                let headers = ["-H", "Content-Range: \(offset)-\(bytes.count - 1)", "-H", "Content-Type: application/octet-stream", "-H", "Expect:"]
                let patched = try await Shell.succeed(
                    "curl", ["-sS", "-i", "--fail", "-X", "PATCH", "--data-binary", "@\(rest)"] + headers + [url(location, registry)],
                    environment: ["HOME": scratch.path])
                #expect(patched.text.hasPrefix("HTTP/1.1 202"), "\(patched)")

                let next = patched.text.split(separator: "\r\n").first { $0.lowercased().hasPrefix("location:") }.map {
                    $0.dropFirst(9).trimmingCharacters(in: .whitespaces)
                }
                let put = try await Shell.succeed(
                    "curl", ["-sS", "-i", "--fail", "-X", "PUT", url(next ?? location, registry, query: "digest=\(Digest(hashing: bytes))")],
                    environment: ["HOME": scratch.path])
                #expect(put.text.hasPrefix("HTTP/1.1 201"), "\(put)")
                try await expectStored(bytes, registry)
            }
        }
    }

    @Test("Eight parallel pulls of one blob are each complete")
    func parallelPulls() async throws {
        try await TestRegistry.with { registry in
            try await ScratchFolder.with { scratch in
                let bytes = Self.bytes(count: 24 << 20, seed: 3)
                let digest = Digest(hashing: bytes)
                #expect(try await registry.probe.pushBlob(bytes, to: registry.repository("app")).status == 201)
                let address = url("/v2/\(registry.repository("app"))/blobs/\(digest)", registry)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 1...8 {
                        group.addTask {
                            try await Shell.succeed(
                                "curl", ["-sS", "--fail", "-o", scratch.path("pull-\(number)"), address], environment: ["HOME": scratch.path],
                                timeLimit: .seconds(90))
                        }
                    }
                    try await group.waitForAll()
                }
                for number in 1...8 { #expect(Digest(hashing: try scratch.read("pull-\(number)")) == digest, "pull \(number)") }
            }
        }
    }

    private func expectStored(_ bytes: [UInt8], _ registry: TestRegistry) async throws {
        let digest = Digest(hashing: bytes)
        let answer = try await registry.probe.blob(digest, in: registry.repository("app"))
        #expect(answer.status == 200)
        #expect(Digest(hashing: answer.body) == digest)
    }

    /// Sends the file at 8 MB/s and kills curl after a second.
    private func sendAndBreakOff(_ file: String, to address: String, _ scratch: ScratchFolder) async throws {
        let arguments = [
            "-sS", "--limit-rate", "8M", "-H", "Expect:", "-H", "Content-Type: application/octet-stream", "-X", "PATCH", "-T", file, address,
        ]
        let command = ChildProcess.Command(
            try Tool.require("curl"), arguments, environment: ["HOME": scratch.path], output: scratch.path("curl.out"),
            errors: scratch.path("curl.err"))
        let curl = try await ChildProcess.spawn(command)
        let ended = try await curl.exit(within: .seconds(1))
        await curl.killAndWait()
        let errors = String(decoding: try scratch.read("curl.err"), as: UTF8.self)
        #expect(ended == nil, "curl ended before it was killed: \(errors)")
    }

    /// The offset of an upload whose last request broke off, once the server has noticed and two answers agree.
    private func settledOffset(of location: String, _ registry: TestRegistry) async throws -> Int {
        var last: Int?
        for _ in 0..<100 {
            try await Task.sleep(for: .milliseconds(100))
            let status = try await registry.probe.uploadStatus(location)
            if status.status == 204, let offset = status.uploadOffset {
                if offset == last { return offset }
                last = offset
            }
        }
        throw UnexpectedResponse(request: "GET of a broken upload", response: try await registry.probe.uploadStatus(location))
    }

    private func url(_ location: String, _ registry: TestRegistry, query: String? = nil) -> String {
        let base = location.hasPrefix("http") ? location : registry.probe.baseURL + location
        return query.map { "\(base)\(base.contains("?") ? "&" : "?")\($0)" } ?? base
    }

    /// Bytes that don't repeat, so that a swapped or missing stretch shows.
    private static func bytes(count: Int, seed: UInt64) -> [UInt8] { SeededBytes(seed: seed).bytes(count: count) }
}
