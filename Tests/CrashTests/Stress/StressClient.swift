import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport

/// One client of a stress test: one kind of work, over and over, with contents from small fixed sets that meet what was deleted,
/// is being pushed by others, or is about to be collected.
struct StressClient {
    let load: StressLoad
    let probe: RegistryProbe
    let number: Int
    var random: SeededBytes

    enum Work: CaseIterable {
        case skipUploads, mount, moveTags, useStages
    }

    mutating func run(_ work: Work) async {
        while !load.isStopped {
            do {
                switch work {
                case .skipUploads: try await skipUploads(into: "farm/app\(number % 2)")
                case .mount: try await mount()
                case .moveTags: try await moveTags()
                case .useStages: try await useStages()
                }
                try await Task.sleep(for: .milliseconds(2))
            } catch {
                load.report("\(work) of client \(number): \(error)")
                return
            }
        }
    }

    private mutating func content() -> [UInt8] {
        // Most are common; some few are nobody else's.
        let seed = Int.random(in: 0..<120, using: &random)
        return SeededBytes(seed: UInt64(seed + 1)).bytes(count: 2000 + 37 * seed)
    }

    /// A HEAD for each blob, an upload of those that are missing, then the manifest: what docker and buildkit do.
    private mutating func skipUploads(into repository: String) async throws {
        let begin = ContinuousClock.now
        let config = Array("{\"client\":\(number),\"n\":\(random.next() % 500)}".utf8)
        let blobs = [config] + (0..<3).map { _ in content() }
        for blob in blobs {
            let digest = Digest(hashing: blob)
            let head = try await probe.send("HEAD", "/v2/\(repository)/blobs/\(digest)")
            if head.status == 200 {
                load.count { $0.skippedUploads += 1 }
            } else {
                let answer = try await probe.pushBlob(blob, to: repository)
                if answer.status != 201 { load.report("an upload was answered with \(answer)") }
            }
        }
        try await publish(blobs, to: repository, as: "t\(random.next() % 40)", since: begin)
    }

    private mutating func mount() async throws {
        let begin = ContinuousClock.now
        let (source, target) = ("farm/app\(random.next() % 2)", "farm/mounted\(number % 2)")
        let blobs = (0..<3).map { _ in content() }
        for blob in blobs {
            let digest = Digest(hashing: blob)
            let answer = try await probe.send("POST", "/v2/\(target)/blobs/uploads/?mount=\(digest)&from=\(source)", body: [])
            switch answer.status {
            case 201: load.count { $0.mounts += 1 }
            case 202:
                let pushed = try await probe.finishUpload(answer["location"] ?? "", as: digest, body: blob)
                if pushed.status != 201 { load.report("an upload after a mount was answered with \(pushed)") }
            default: load.report("a mount was answered with \(answer)")
            }
        }
        try await publish(blobs, to: target, as: "m\(random.next() % 20)", since: begin)
    }

    private func publish(_ blobs: [[UInt8]], to repository: String, as tag: String, since begin: ContinuousClock.Instant) async throws {
        let manifest = SmallManifest.bytes(
            config: Digest(hashing: blobs[0]), configSize: blobs[0].count, layers: blobs.dropFirst().map { (Digest(hashing: $0), $0.count) })
        let answer = try await probe.pushManifest(manifest, type: SmallManifest.type, to: repository, as: tag)
        if answer.status == 201 {
            load.count { $0.publications += 1 }
        } else if ContinuousClock.now - begin < StressLoad.grace {
            load.report("blobs were said to be in \(repository), and then its manifest was answered with \(answer)")
        }
    }

    private mutating func moveTags() async throws {
        let repository = "farm/app\(random.next() % 2)"
        let tag = "t\(random.next() % 40)"
        let manifest = try await probe.manifest(tag, in: repository)
        guard manifest.status == 200 else { return try await Task.sleep(for: .milliseconds(20)) }
        switch random.next() % 3 {
        case 0:
            // Other tags on what is there.
            let answer = try await probe.pushManifest(manifest.body, type: SmallManifest.type, to: repository, as: "t\(random.next() % 40)")
            if answer.status == 201 { load.count { $0.moves += 1 } }
            if answer.status != 201 { load.report("\(tag) of \(repository) was there, and giving it another tag was answered with \(answer)") }
        case 1:
            _ = try await probe.deleteManifest(tag, from: repository)
            load.count { $0.deletions += 1 }
        default:
            _ = try await probe.deleteManifest("\(Digest(hashing: manifest.body))", from: repository)
            load.count { $0.deletions += 1 }
        }
    }

    /// A runner: looks a stage up, pulls it where it is there, and builds it where it isn't.
    private mutating func useStages() async throws {
        let repository = "farm/stages"
        let signature = try Signature.test(Int(random.next() % 60))
        let begin = ContinuousClock.now
        let isExpected = load.mustHave(signature, at: begin)
        let state = try await probe.lookup([signature], in: repository)[0]
        if let candidate = state.candidates.first {
            load.markUse(of: signature, at: begin)
            load.count { $0.stageUses += 1 }
            // It may be deleted behind the lookup, but what was answered can be pulled.
            try await pull(candidate.digest, from: repository, "a stage that a lookup answered")
        } else if isExpected {
            load.report("the stage \(signature) is gone although it was used within its window")
        } else {
            let layer = "stage \(random.next())"
            let digest = try await probe.pushImage(layer, to: repository)
            let answer = try await probe.post(
                "stages/publish",
                PublishStageRequest(repository: repository, signature: signature, digest: digest.description, generation: state.generation))
            // 409: the other runner was faster.
            if answer.status != 201 && answer.status != 409 { load.report("a stage's publishing was answered with \(answer)") }
            load.count { $0.stagesBuilt += 1 }
        }
    }

    /// A manifest that was served has all its blobs.
    func pull(_ reference: String, from repository: String, _ what: String) async throws {
        let answer = try await probe.manifest(reference, in: repository)
        guard answer.status == 200 else {
            if what.hasPrefix("a stage") { load.report("\(what), \(reference), was answered with \(answer)") }
            return
        }
        let begin = ContinuousClock.now
        let manifest = try Manifest(parsing: answer.body, contentType: SmallManifest.type, algorithm: .sha256)
        for blob in manifest.requiredBlobs {
            let bytes = try await probe.blob(blob.digest, in: repository)
            if bytes.status == 200, Digest(hashing: bytes.body) != blob.digest { load.report("\(blob.digest) has other bytes") }
            if bytes.status != 200, ContinuousClock.now - begin < StressLoad.grace {
                load.report("\(what), \(reference) of \(repository), lacks \(blob.digest): \(bytes.status)")
            }
        }
    }
}
