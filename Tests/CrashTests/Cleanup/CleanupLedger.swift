import ContentHashing
import OCIModel
import StowageTestSupport

/// Images that have to stay, and images that have to go, of a test that kills the server while it cleans up.
struct CleanupLedger {
    struct Image: Hashable {
        let repository: String
        let tag: String
        let config: [UInt8]
        let layers: [[UInt8]]

        var manifest: [UInt8] {
            SmallManifest.bytes(
                config: Digest(hashing: config), configSize: config.count, layers: layers.map { (Digest(hashing: $0), $0.count) }, note: tag)
        }
    }

    private(set) var kept: [Image] = []
    private(set) var doomed: [Image] = []

    /// An image that shares a layer with all others and has one of its own. Tags of kept ones begin with `keep`.
    func image(_ number: Int, isKept: Bool) -> Image {
        let shared = SeededBytes(seed: 1).bytes(count: 5000)
        // Half of the doomed share their second layer with a kept one.
        let own = SeededBytes(seed: UInt64(number % 2 == 0 ? 100 + number : 100_000 + number)).bytes(count: 9000 + number % 500)
        return Image(
            repository: "crash/app", tag: "\(isKept ? "keep" : "go")-\(number)", config: Array("{\"n\":\(number),\"kept\":\(isKept)}".utf8),
            layers: [shared, own])
    }

    mutating func push(_ count: Int, from number: Int, _ probe: RegistryProbe) async throws {
        for number in number..<(number + count) {
            for isKept in [true, false] where !isKept || number % 4 == 0 {
                let image = image(number, isKept: isKept)
                try await push(image, probe)
                if isKept { kept.append(image) } else { doomed.append(image) }
            }
        }
    }

    /// As a client does whose push takes longer than the short grace of this test: it begins again.
    private func push(_ image: Image, _ probe: RegistryProbe) async throws {
        for attempt in 1... {
            for blob in [image.config] + image.layers {
                let answer = try await probe.postBlob(blob, to: image.repository)
                guard answer.status == 201 else { throw UnexpectedResponse(request: "POST of a blob", response: answer) }
            }
            let answer = try await probe.pushManifest(image.manifest, type: SmallManifest.type, to: image.repository, as: image.tag)
            if answer.status == 201 { return }
            guard answer.status == 400, attempt < 20 else { throw UnexpectedResponse(request: "PUT of a manifest", response: answer) }
        }
    }

    /// What is wrong: an image that is kept and isn't whole.
    func problems(_ probe: RegistryProbe) async throws -> [String] {
        var problems: [String] = []
        for image in kept {
            let manifest = try await probe.manifest(image.tag, in: image.repository)
            if manifest.body != image.manifest { problems.append("\(image.tag) is kept, and was answered with \(manifest.status)") }
            for blob in [image.config] + image.layers {
                let answer = try await probe.blob(Digest(hashing: blob), in: image.repository)
                if answer.body != blob { problems.append("a blob of \(image.tag), which is kept, was answered with \(answer.status)") }
            }
        }
        return problems
    }

    /// Of all that is kept: what the disk has to hold in the end, and nothing else.
    var keptBlobs: Set<String> {
        Set(kept.flatMap { ([$0.config] + $0.layers).map { Digest(hashing: $0).hex } })
    }

    /// Doomed images that are still there.
    func remaining(_ probe: RegistryProbe) async throws -> [String] {
        var remaining: [String] = []
        for image in doomed {
            if try await probe.manifest(image.tag, in: image.repository).status != 404 { remaining.append(image.tag) }
        }
        return remaining
    }
}

extension Digest {
    /// The part behind the colon.
    fileprivate var hex: String { String(description.drop { $0 != ":" }.dropFirst()) }
}
