import ContentHashing
import Glibc
import StowageTestSupport
import Testing

/// Over a small file system of its own, which takes the rights of root to mount.
@Suite("A full disk", .serialized, .enabled(if: geteuid() == 0, "mounting a small file system takes root"), .timeLimit(.minutes(3)))
struct FullDiskTests {
    private static let mebibyte = 1 << 20

    @Test("Below the low-water mark uploads are refused, and go on when there is room; pulls and deletes are served throughout")
    func lowWaterMark() async throws {
        // The store may go by a reading of the free space that is a second old, so the chunks come slowly: between the mark
        // and the end of the upload lie two seconds.
        try await fill(lowWaterMark: 32, other: 56, pause: .milliseconds(250))
    }

    @Test("So it is when the file system itself is full")
    func noSpaceAtAll() async throws {
        try await fill(lowWaterMark: 0, other: 80, pause: .zero)
    }

    @Test("A server that stopped starts on a disk that is full by now, serves, and deletes", arguments: [false, true])
    func restartWhileFull(killed: Bool) async throws {
        try await withSmallFileSystem(mebibytes: 64) { folder in
            var options = LiveServer.Options()
            options.dataFolder = "\(folder)/data"
            options.configuration = "storage:\n  lowWaterMark: 0\n  reserve: 4MiB\n"
            try await withLiveServer(options) { server in
                let kept = SeededBytes(seed: 1).bytes(count: Self.mebibyte)
                let manifest = SmallManifest.bytes(config: Digest(hashing: kept), configSize: kept.count, layers: [])
                try await RegistryProbe.with(baseURL: server.baseURL) { probe async throws in
                    #expect(try await probe.pushBlob(kept, to: "app").status == 201)
                    for tag in ["kept", "dropped"] {
                        #expect(try await probe.pushManifest(manifest, type: SmallManifest.type, to: "app", as: tag).status == 201)
                    }
                }
                if killed { await server.kill() } else { #expect(try await server.terminate() == .exited(0)) }
                // To the last byte: it fails for want of room.
                _ = try await Shell.run("dd", ["if=/dev/zero", "of=\(folder)/other", "bs=4096"])

                try await server.start()
                try await RegistryProbe.with(baseURL: server.baseURL) { probe async throws in
                    try await expectService(kept: kept, manifest: manifest, probe)
                    let refused = try await probe.postBlob(SeededBytes(seed: 3).bytes(count: 1000), to: "app")
                    #expect(refused.status == 507, "\(refused)")
                }
                try await server.restart()
                try await Shell.succeed("rm", ["\(folder)/other"])
                try await Task.sleep(for: .milliseconds(1500))
                try await RegistryProbe.with(baseURL: server.baseURL) { probe async throws in
                    #expect(try await probe.pushBlob(SeededBytes(seed: 4).bytes(count: 1000), to: "app").status == 201)
                }
                #expect(try await server.terminate() == .exited(0))
            }
        }
    }

    @Test("A disk that is filled to the last byte is freed by a cleanup")
    func cleanup() async throws {
        try await withSmallFileSystem(mebibytes: 96) { folder in
            var options = LiveServer.Options()
            options.dataFolder = "\(folder)/data"
            options.configuration = """
                storage: {lowWaterMark: 0, reserve: 4MiB}
                gc: {grace: 500ms, interval: 100ms, maximumRate: off}
                """
            try await withLiveServer(options) { server in
                let kept = SeededBytes(seed: 1).bytes(count: Self.mebibyte)
                try await RegistryProbe.with(baseURL: server.baseURL) { probe in
                    try await push(kept, as: "kept", to: server, probe)
                    var number = 0
                    // Until no more fits, in ever smaller pieces.
                    for size in [4 * Self.mebibyte, 64 << 10, 1000] {
                        while try await push(SeededBytes(seed: UInt64(2 + number)).bytes(count: size), as: "old-\(number)", to: server, probe) {
                            number += 1
                        }
                    }
                    #expect(number > 10)
                }
                _ = try await Shell.run("dd", ["if=/dev/zero", "of=\(folder)/other", "bs=4096"])
                // The window in which it could be undone is longer than the test: on a full disk the trash goes first.
                let result = try await Shell.run(
                    try LiveServer.binary(),
                    [
                        "cleanup", "apply", "--project", "app", "--server", server.baseURL, "--built-within", "0s", "--used-within", "0s", "--custom",
                        "/old-.*/,limit=0", "--undo-window", "1h", "--force",
                    ])
                #expect(result.status == .exited(0), "\(result.errorText)")
                try await RegistryProbe.with(baseURL: server.baseURL) { probe async throws in
                    var answer = ""
                    for _ in 0..<150 where answer != "201" {
                        try await Task.sleep(for: .milliseconds(200))
                        answer = try await post(SeededBytes(seed: 999).bytes(count: 12 * Self.mebibyte), to: server)
                    }
                    #expect(answer == "201", "\(server.log)")
                    let manifest = try await probe.manifest("kept", in: "app")
                    #expect(manifest.status == 200)
                    #expect(try await probe.blob(Digest(hashing: kept), in: "app").body == kept)
                }
                #expect(try await server.terminate() == .exited(0))
            }
        }
    }

    /// - Returns: False where there was no room.
    @discardableResult
    private func push(_ content: [UInt8], as tag: String, to server: LiveServer, _ probe: RegistryProbe) async throws -> Bool {
        guard try await post(content, to: server) == "201" else { return false }
        let manifest = SmallManifest.bytes(config: Digest(hashing: content), configSize: content.count, layers: [])
        return try await probe.pushManifest(manifest, type: SmallManifest.type, to: "app", as: tag).status == 201
    }

    /// - Parameters:
    ///   - lowWaterMark: in MiB, as `other`: the size of a file that is not the store's.
    ///   - pause: between chunks.
    private func fill(lowWaterMark: Int, other: Int, pause: Duration) async throws {
        try await withSmallFileSystem(mebibytes: 128) { folder in
            var options = LiveServer.Options()
            options.dataFolder = "\(folder)/data"
            options.configuration = "storage:\n  lowWaterMark: \(lowWaterMark)MiB\n  reserve: 4MiB\n"
            try await withLiveServer(options) { server in
                try await RegistryProbe.with(baseURL: server.baseURL) { probe in
                    let kept = SeededBytes(seed: 1).bytes(count: Self.mebibyte)
                    let manifest = SmallManifest.bytes(config: Digest(hashing: kept), configSize: kept.count, layers: [])
                    #expect(try await probe.pushBlob(kept, to: "app").status == 201)
                    #expect(try await probe.pushManifest(manifest, type: SmallManifest.type, to: "app", as: "kept").status == 201)
                    #expect(try await probe.pushManifest(manifest, type: SmallManifest.type, to: "app", as: "dropped").status == 201)

                    try await Shell.succeed("fallocate", ["-l", "\(other)MiB", "\(folder)/other"])
                    let upload = SeededBytes(seed: 2).bytes(count: 64 * Self.mebibyte)
                    let (location, offset) = try await sendUntilFull(upload, pause, probe)

                    try await expectService(kept: kept, manifest: manifest, probe)
                    #expect(try await post(SeededBytes(seed: 3).bytes(count: 32 * Self.mebibyte), to: server) == "507")
                    #expect(server.exitStatus == nil)

                    try await Shell.succeed("rm", ["\(folder)/other"])
                    try await Task.sleep(for: .milliseconds(1500))
                    let digest = Digest(hashing: upload)
                    let rest = try await probe.sendChunk(Array(upload[offset...]), at: offset, to: location)
                    #expect(rest.status == 202, "\(rest)")
                    #expect(try await probe.finishUpload(rest["location"] ?? location, as: digest).status == 201)
                    #expect(Digest(hashing: try await probe.blob(digest, in: "app").body) == digest)
                    #expect(try await probe.pushBlob(SeededBytes(seed: 4).bytes(count: 1000), to: "app").status == 201)
                    #expect(await server.isReady())
                }
                #expect(try await server.terminate() == .exited(0))
            }
        }
    }

    /// Posts a blob that may be refused before it is sent whole, which AsyncHTTPClient now and then takes for a mistake of its caller.
    ///
    /// - Returns: The status of the answer.
    private func post(_ content: [UInt8], to server: LiveServer) async throws -> String {
        try await ScratchFolder.with { scratch in
            let target = "\(server.baseURL)/v2/app/blobs/uploads/?digest=\(Digest(hashing: content))"
            let file = try scratch.write(content, to: "blob")
            let type = "Content-Type: application/octet-stream"
            let answer = try await Shell.succeed(
                "curl",
                ["--silent", "--output", scratch.path("answer"), "--write-out", "%{http_code}", "-H", type, "--data-binary", "@\(file)", target])
            return answer.text
        }
    }

    /// Sends chunks until one is refused, and returns where the upload then stands.
    private func sendUntilFull(_ bytes: [UInt8], _ pause: Duration, _ probe: RegistryProbe) async throws -> (location: String, offset: Int) {
        var location = try await probe.startUpload(in: "app")
        let chunk = 4 * Self.mebibyte
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            let response = try await probe.sendChunk(Array(bytes[start..<start + chunk]), at: start, to: location)
            if response.status != 202 {
                #expect(response.status == 507, "\(response)")
                #expect(!response.errorCodes.isEmpty, "the refusal has an error document: \(response)")
                let status = try await probe.uploadStatus(location)
                #expect(status.status == 204, "\(status)")
                let offset = try #require(status.uploadOffset)
                #expect((start...start + chunk).contains(offset), "what was acknowledged is kept")
                return (location, offset)
            }
            location = response["location"] ?? location
            try await Task.sleep(for: pause)
        }
        throw UnexpectedResponse(request: "an upload larger than the file system", response: try await probe.uploadStatus(location))
    }

    /// Pulls and deletes go on while the disk is full.
    private func expectService(kept: [UInt8], manifest: [UInt8], _ probe: RegistryProbe) async throws {
        let blob = try await probe.blob(Digest(hashing: kept), in: "app")
        #expect(Digest(hashing: blob.body) == Digest(hashing: kept))
        #expect(try await probe.manifest("kept", in: "app").body == manifest)
        #expect(try await probe.deleteManifest("dropped", from: "app").status == 202)
        #expect(try await probe.manifest("dropped", in: "app").status == 404)
        #expect(try await probe.manifest("kept", in: "app").status == 200)
    }

    private func withSmallFileSystem(mebibytes: Int, _ body: (String) async throws -> Void) async throws {
        try await ScratchFolder.with { scratch in
            let folder = try scratch.folder("disk")
            try await Shell.succeed("mount", ["-t", "tmpfs", "-o", "size=\(mebibytes)m,mode=755", "tmpfs", folder])
            do {
                try await body(folder)
            } catch {
                // Detached, so that a server that still runs does not keep the folder from being removed.
                try await Shell.succeed("umount", ["-l", folder])
                throw error
            }
            try await Shell.succeed("umount", [folder])
        }
    }
}
