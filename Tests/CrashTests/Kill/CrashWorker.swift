import ContentHashing
import StowageTestSupport

/// One client of a crash test: does random things to its own repository, and to a repository that all share, until the
/// server is gone.
///
/// Contents come from small fixed sets, so that pushes meet what is there, was deleted, or is being pushed by others.
struct CrashWorker {
    let number: Int
    let run: CrashRun
    let probe: RegistryProbe
    var random: SeededBytes

    private var repository: String { "worker/\(number)" }

    /// Works until the connection breaks.
    mutating func work() async {
        do {
            while !run.isKilled { try await step() }
        } catch {
            // The flag is set before the signal is sent, so a break without it is the server's fault.
            if !run.isKilled { run.report("worker \(number) was cut off by a server that was not killed: \(error)") }
        }
    }

    private mutating func step() async throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<22: try await pushLooseBlob()
        case 22..<34: try await leaveUploadOpen()
        case 34..<48: try await resumeUpload()
        case 48..<66: try await pushImage()
        case 66..<74: try await deleteTag()
        case 74..<80: try await deleteManifest()
        case 80..<88: try await deleteLooseBlob()
        case 88..<96: try await moveSharedTag()
        default: try await deleteSharedTag()
        }
    }
}

// Blobs and uploads.
extension CrashWorker {
    /// A blob that no manifest refers to. Half of them have the same bytes for every worker.
    private func looseContent(_ index: Int) -> [UInt8] {
        let seed = index % 2 == 0 ? 1000 + index : 10_000 * (number + 1) + index
        return SeededBytes(seed: UInt64(seed)).bytes(count: index % 8 == 7 ? 400_000 : 500 + index * 3000)
    }

    private mutating func pushLooseBlob() async throws {
        try await push(looseContent(Int.random(in: 0..<16, using: &random)))
    }

    private mutating func push(_ content: [UInt8]) async throws {
        let digest = Digest(hashing: content)
        let effects: [(Ledger.Key, Ledger.State)] = [(.blob(repository: repository, digest), .present(digest))]
        let way = Int.random(in: 0..<3, using: &random)
        try await run.perform(effects, success: 201) { [probe, repository] in
            switch way {
            case 0: try await probe.pushBlob(content, to: repository)
            case 1: try await probe.postBlob(content, to: repository)
            default: try await probe.pushBlob(content, to: repository, inChunksOf: max(1, content.count / 3))
            }
        }
    }

    private mutating func deleteLooseBlob() async throws {
        let digest = Digest(hashing: looseContent(Int.random(in: 0..<16, using: &random)))
        let key = Ledger.Key.blob(repository: repository, digest)
        guard run.isPresent(key) else { return }
        try await run.perform([(key, .absent)], success: 202) { [probe, repository] in try await probe.deleteBlob(digest, from: repository) }
    }

    /// Starts an upload and sends its first half, for a later step, perhaps after a crash.
    private mutating func leaveUploadOpen() async throws {
        let content = looseContent(Int.random(in: 0..<16, using: &random))
        let location = try await probe.startUpload(in: repository)
        var upload = UploadAccount(repository: repository, location: location, content: content)
        do {
            try await send(&upload, through: content.count / 2)
        } catch {
            run.keepUpload(upload, of: number)
            throw error
        }
        run.keepUpload(upload, of: number)
    }

    private mutating func resumeUpload() async throws {
        guard var upload = run.takeUpload(of: number) else { return }
        do {
            try await finish(&upload)
        } catch {
            run.keepUpload(upload, of: number)
            throw error
        }
    }

    private mutating func finish(_ upload: inout UploadAccount) async throws {
        let status = try await probe.uploadStatus(upload.location)
        if let fault = upload.fault(observing: status.status == 204 ? status.uploadOffset : nil) { return run.report(fault) }
        if Bool.random(using: &random), upload.acknowledged > 0 {
            let wrong = try await probe.sendChunk([1, 2, 3], at: upload.acknowledged + 5, to: upload.location)
            if wrong.status != 416 { run.report("a chunk with a gap before it was answered with \(wrong)") }
        }
        try await send(&upload, through: upload.content.count)
        upload.willClose()
        let digest = upload.digest
        try await run.perform([(.blob(repository: repository, digest), .present(digest))], success: 201) { [probe, upload] in
            try await probe.finishUpload(upload.location, as: digest)
        }
        run.noteResumedUpload()
    }

    private func send(_ upload: inout UploadAccount, through end: Int) async throws {
        let start = upload.acknowledged
        guard start < end else { return }
        upload.willSend(through: end)
        let response = try await probe.sendChunk(Array(upload.content[start..<end]), at: start, to: upload.location)
        guard response.status == 202 else { return run.report("a chunk of \(upload.location) at \(start) was answered with \(response)") }
        upload.didSend(through: end)
    }
}

// Manifests and tags.
extension CrashWorker {
    private static let tagNames = ["a", "b", "c", "d"]

    private func image(_ index: Int) -> (config: [UInt8], layer: [UInt8], manifest: [UInt8]) {
        // The layer is the same for all workers.
        let config = Array("{\"worker\":\(number),\"image\":\(index)}".utf8)
        let layer = SeededBytes(seed: UInt64(50 + index)).bytes(count: 20_000 + index)
        let manifest = SmallManifest.bytes(
            config: Digest(hashing: config), configSize: config.count, layers: [(Digest(hashing: layer), layer.count)], note: "\(index)")
        return (config, layer, manifest)
    }

    private mutating func pushImage() async throws {
        let image = image(Int.random(in: 0..<8, using: &random))
        for content in [image.config, image.layer] where !run.isPresent(.blob(repository: repository, Digest(hashing: content))) {
            try await push(content)
        }
        let digest = Digest(hashing: image.manifest)
        let tag = Bool.random(using: &random) ? Self.tagNames.randomElement(using: &random) : nil
        var effects: [(Ledger.Key, Ledger.State)] = [(.manifest(repository: repository, digest), .present(digest))]
        if let tag { effects.append((.tag(repository: repository, name: tag), .present(digest))) }
        try await run.perform(effects, success: 201) { [probe, repository] in
            try await probe.pushManifest(image.manifest, type: SmallManifest.type, to: repository, as: tag ?? digest.description)
        }
    }

    private mutating func deleteTag() async throws {
        guard let tag = Self.tagNames.randomElement(using: &random) else { return }
        let key = Ledger.Key.tag(repository: repository, name: tag)
        guard run.isPresent(key) else { return }
        try await run.perform([(key, .absent)], success: 202) { [probe, repository] in try await probe.deleteManifest(tag, from: repository) }
    }

    /// Deletes a manifest by digest, and so its tags.
    private mutating func deleteManifest() async throws {
        let digest = Digest(hashing: image(Int.random(in: 0..<8, using: &random)).manifest)
        let key = Ledger.Key.manifest(repository: repository, digest)
        guard run.isPresent(key) else { return }
        let tags = Self.tagNames.map { Ledger.Key.tag(repository: repository, name: $0) }.filter { run.possibleStates(of: $0) == [.present(digest)] }
        try await run.perform([(key, .absent)] + tags.map { ($0, .absent) }, success: 202) { [probe, repository] in
            try await probe.deleteManifest(digest.description, from: repository)
        }
    }
}

// The repository that all workers share: its manifests stay, its tags move.
extension CrashWorker {
    private static let shared = "shared/app"
    private static let sharedTags = ["latest", "stable"]

    private static let sharedImages: [(config: [UInt8], manifest: [UInt8])] = (0..<3).map { index in
        let config = Array("{\"shared\":\(index)}".utf8)
        return (config, SmallManifest.bytes(config: Digest(hashing: config), configSize: config.count, layers: [], note: "shared \(index)"))
    }

    /// Pushes the manifests that the shared tags move between.
    static func prepare(_ run: CrashRun, _ probe: RegistryProbe) async throws {
        for image in sharedImages {
            let config = Digest(hashing: image.config)
            let manifest = Digest(hashing: image.manifest)
            try await run.perform([(.blob(repository: shared, config), .present(config))], success: 201) {
                try await probe.pushBlob(image.config, to: shared)
            }
            try await run.perform([(.manifest(repository: shared, manifest), .present(manifest))], success: 201) {
                try await probe.pushManifest(image.manifest, type: SmallManifest.type, to: shared, as: manifest.description)
            }
        }
    }

    private mutating func moveSharedTag() async throws {
        guard let tag = Self.sharedTags.randomElement(using: &random), let image = Self.sharedImages.randomElement(using: &random) else { return }
        let digest = Digest(hashing: image.manifest)
        try await run.perform([(.tag(repository: Self.shared, name: tag), .present(digest))], success: 201) { [probe] in
            try await probe.pushManifest(image.manifest, type: SmallManifest.type, to: Self.shared, as: tag)
        }
    }

    private mutating func deleteSharedTag() async throws {
        guard let tag = Self.sharedTags.randomElement(using: &random) else { return }
        // Another worker may have deleted it a moment ago: 404 is right too.
        try await run.perform([(.tag(repository: Self.shared, name: tag), .absent)], success: 202, refusal: 404) { [probe] in
            try await probe.deleteManifest(tag, from: Self.shared)
        }
    }
}
