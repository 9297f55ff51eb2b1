import ContentHashing
import Foundation
import OCIModel
import StageModel
import StowageTestSupport

/// The project `chat` on a server: what its pipelines published along ``ProjectHistory``, some of it long ago.
///
/// Ages are hours. Each thing is here for one line of the golden plan, which says why.
struct CleanupProject {
    let history: ProjectHistory
    let server: LiveServer
    let probe: RegistryProbe
    let clone: String

    /// Names for what the plan calls by digests and signatures.
    private(set) var names: [(text: String, name: String)] = []
    private var ages = CatalogAges()
    private var stages: [String: ProjectStages.Stage] = [:]

    init(history: ProjectHistory, server: LiveServer, probe: RegistryProbe) async throws {
        self.history = history
        self.server = server
        self.probe = probe
        self.clone = try await history.clone("clone")
    }

    mutating func publish() async throws {
        try await publishStages()
        try await publishGitTags()
        try await publishCommitsAndBranches()
        try await publishOthers()
        try await publishIndexes()
        try await publishRecords()
        try await ages.apply(to: server)
        // Somebody pulls one of those that would go.
        _ = try await probe.manifest("v1.1", in: "chat/node")
    }

    /// The plan in words that are the same in every run: commits, digests and signatures by their names.
    func named(_ text: String) -> String {
        names.reduce(text) { $0.replacing($1.text, with: $1.name) }
            .replacing(history.scratch.path("running"), with: "running")
            .replacing(/used \d+ s ago/, with: "used just now")
    }

    // MARK: - Stages

    private mutating func publishStages() async throws {
        try await stage("base", age: 4000)
        // Each release has one of its own, on the base.
        for minor in 0...11 { try await stage("app-1.\(minor)", on: "base", image: "node", age: 24 * (12 - minor)) }
        for minor in 4...9 { try await stage("app-0.\(minor)", on: "base", image: "node", age: 24 * 70) }
        for name in ["head", "old", "merged", "before-rebase", "abandoned", "release", "just-built"] {
            try await stage("commit-\(name)", on: "base", age: 60)
        }
        // What files of the newest release were imported from.
        try await stage("tools", age: 2000)
        try await stage("page", on: "base", image: "", imports: "tools", age: 30)
        try await stage("forgotten", on: "base", age: 100)
        try await stage("used-lately", on: "base", age: 100)
        ages.use(try tag(of: "used-lately"), of: "chat/stages", hoursAgo: 1)
        try await stage("new", on: "base", age: 1)
        try await stage("broken", on: "base", age: 100)
        try await stage("werf-used", on: "base", age: 100)
        ages.use(try tag(of: "werf-used"), of: "chat/stages", hoursAgo: 2)
        try await stage("werf-unused", on: "base", age: 100)
    }

    private mutating func stage(_ name: String, on parent: String? = nil, image: String? = nil, imports: String? = nil, age: Int) async throws {
        var labels: [String: String] = [:]
        if let imports, let source = stages[imports] { labels["werf-import-\(imports)"] = source.digest.description }
        let stage = try await ProjectStages(probe: probe).push(
            name, on: parent.flatMap { stages[$0] }, image: image, labels: labels, unique: Int64(stages.count))
        stages[name] = stage
        names += [
            (stage.tag.text, "<stage \(name)>"), (stage.tag.signature.value, "<signature \(name)>"), (stage.digest.description, "<digest \(name)>"),
        ]
        ages.publish(stage.tag.text, of: "chat/stages", hoursAgo: age)
    }

    private func tag(of stage: String) throws -> String {
        guard let stage = stages[stage] else { throw ProjectStages.Unexpected("no stage \(stage)") }
        return stage.tag.text
    }

    // MARK: - Images

    /// `stowage image publish`, as a job does it.
    private mutating func image(_ stage: String, _ strategy: String, name: String?, _ options: [String], tag: String, age: Int) async throws {
        let place = name.map { ["--name", $0] } ?? []
        try await tool(["image", "publish", try self.tag(of: stage), "--project", "chat", "--strategy", strategy] + place + options)
        ages.publish(tag, of: name.map { "chat/\($0)" } ?? "chat", hoursAgo: age)
    }

    private mutating func publishGitTags() async throws {
        for minor in 0...11 {
            try await image(
                "app-1.\(minor)", "git-tag", name: "node", ["--reference", "v1.\(minor)", "--commit", history.commit("c\(1200 + 50 * minor)").value],
                tag: "v1.\(minor)", age: 24 * (12 - minor))
        }
        for (minor, days) in [(6, 45), (7, 50), (8, 40), (9, 5)] {
            try await image(
                "app-0.\(minor)", "git-tag", name: "node", ["--reference", "v0.\(minor)", "--commit", history.commit("c\(100 * minor)").value],
                tag: "v0.\(minor)", age: 24 * days)
        }
        // The nameless image: its repository is the parent of its stages'.
        try await image("page", "git-tag", name: nil, ["--reference", "v1.11"], tag: "v1.11", age: 24)
    }

    private mutating func publishCommitsAndBranches() async throws {
        for (stage, commit, age) in [
            ("head", "c1900", 24), ("old", "c1890", 24 * 31), ("merged", "l20", 72), ("before-rebase", "o10", 48), ("abandoned", "a20", 48),
            ("release", "r20", 48), ("just-built", "a19", 1),
        ] {
            let id = history.commit(commit).value
            names.append((id, "<commit \(commit)>"))
            try await image("commit-\(stage)", "git-commit", name: "node", ["--commit", id], tag: id, age: age)
        }
        for branch in ["main", "feature/search", "feature/login", "topic/rebase"] {
            try await image("commit-head", "git-branch", name: "node", ["--branch", branch], tag: try Slug.dockerTag(branch).value, age: 240)
        }
    }

    private mutating func publishOthers() async throws {
        try await image("commit-head", "stages-signature", name: "node", [], tag: try signature(of: "commit-head"), age: 24 * 90)
        try await image("app-1.11", "custom", name: "node", ["--tag", "latest"], tag: "latest", age: 24 * 90)
        // Pushed by a client that records nothing: its name says what it is.
        let stages = ProjectStages(probe: probe)
        for (tag, age) in [("v1.11-debug", 24 * 90), (history.commit("c5").value, 24 * 60)] {
            let layer = try await stages.layer("pushed \(tag)", to: "chat/node")
            try await stages.pushImage(layers: [layer], to: "chat/node", as: tag)
            ages.publish(tag, of: "chat/node", hoursAgo: age)
        }
        names.append((history.commit("c5").value, "<commit c5>"))
        for (name, age) in [("loose-old", 24 * 20), ("loose-new", 24 * 5), ("loose-running", 24 * 20)] {
            let layer = try await stages.layer(name, to: "chat/node")
            let digest = try await stages.pushImage(layers: [layer], to: "chat/node", as: nil)
            names.append((digest.description, "<digest \(name)>"))
            ages.push(digest.description, to: "chat/node", hoursAgo: age)
        }
    }

    private func signature(of stage: String) throws -> String { String(try tag(of: stage).prefix(64)) }

    /// Two images for two platforms each: of one of them a platform runs somewhere, by its digest.
    private mutating func publishIndexes() async throws {
        let stages = ProjectStages(probe: probe)
        for (tag, days) in [("v0.5", 60), ("v0.4", 61)] {
            var index = ManifestBuilder(mediaType: .ociImageIndex)
            index.entries = []
            for platform in ["amd64", "arm64"] {
                let layer = try await stages.layer("\(tag) \(platform)", to: "chat/node")
                let digest = try await stages.pushImage(layers: [layer], labels: ["platform": platform], to: "chat/node", as: nil)
                let size = try await probe.manifest(digest.description, in: "chat/node").body.count
                index.entries?.append(Descriptor(mediaType: .ociImageManifest, digest: digest, size: Int64(size)))
                names.append((digest.description, "<digest \(tag) \(platform)>"))
                ages.push(digest.description, to: "chat/node", hoursAgo: 24 * days)
            }
            let digest = try await stages.push(index, to: "chat/node", as: nil)
            names.append((digest.description, "<digest \(tag)>"))
            try await tool([
                "image", "publish", "chat/node@\(digest)", "--project", "chat", "--name", "node", "--strategy", "git-tag", "--reference", tag,
            ])
            ages.publish(tag, of: "chat/node", hoursAgo: 24 * days)
        }
    }

    /// Signatures of cosign's, a referrer, and what werf writes beside its stages.
    private mutating func publishRecords() async throws {
        let images = ProjectStages(probe: probe)
        for stage in ["app-1.0", "app-1.11"] {
            guard let digest = stages[stage]?.digest else { continue }
            let layer = try await images.layer("signature of \(stage)", to: "chat/node")
            let tag = "\(digest)".replacing(":", with: "-") + ".sig"
            try await images.pushImage(layers: [layer], to: "chat/node", as: tag)
            names.append((tag, "<signature of \(stage)>"))
            ages.publish(tag, of: "chat/node", hoursAgo: 24 * 40)
            let size = try await probe.manifest(digest.description, in: "chat/node").body.count
            let descriptor = Descriptor(mediaType: .ociImageManifest, digest: digest, size: Int64(size))
            var referrer = ManifestBuilder.referrer(to: descriptor, artifactType: "application/spdx+json")
            _ = try await images.blob(Array("{}".utf8), "application/vnd.oci.empty.v1+json", to: "chat/node")
            referrer.layers = [try await images.layer("bill of \(stage)", to: "chat/node")]
            let bill = try await images.push(referrer, to: "chat/node", as: nil)
            names.append((bill.description, "<bill of \(stage)>"))
            ages.push(bill.description, to: "chat/node", hoursAgo: 24 * 40)
        }
        let records = [
            ("managed-image-node", 0), ("client-id-7c5b-1700000000000", 0), ("\(try tag(of: "broken"))-rejected", 0),
            ("meta-1a2b3c_\(history.commit("c1900"))_\(try tag(of: "werf-used"))", 1),
            ("meta-1a2b3c_\(history.commit("a20"))_\(try tag(of: "werf-unused"))", 2),
        ]
        for (tag, number) in records {
            let layer = try await images.layer("record \(number)", to: "chat/stages")
            try await images.pushImage(layers: [layer], labels: ["record": tag], to: "chat/stages", as: tag)
            ages.publish(tag, of: "chat/stages", hoursAgo: 24 * 40)
        }
        names.append((history.commit("a20").value, "<commit a20>"))
    }

    // MARK: -

    /// Runs `stowage` where the clone is.
    @discardableResult
    func tool(_ arguments: [String], environment: [String: String] = [:], mayFail: Bool = false) async throws -> ShellResult {
        let base = ["HOME": history.scratch.path, "STOWAGE_SERVER": server.baseURL, "NO_COLOR": "1"]
        let run = try await Shell.run(
            try LiveServer.binary(), arguments, environment: base.merging(environment) { $1 }, in: clone, timeLimit: .seconds(120))
        guard mayFail || run.status.isSuccess else { throw ProjectStages.Unexpected("\(run)") }
        return run
    }
}
