import Catalog

/// The body of every call of the cache; each reads of it what it needs.
///
/// werf 1.1 says `signature` where version 1 of 1.2 says `digest`. Both are read here, so a body decodes the same way for
/// either path; the path says which one counts.
struct WerfCacheRequest: Decodable {
    struct Stage: Decodable {
        let signature: String
        let digest: String
        let uniqueID: Int64
        let isMultiplatform: Bool

        private enum Keys: String, CodingKey { case signature, digest, uniqueID, isMultiplatform }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Keys.self)
            signature = try fields.decodeIfPresent(String.self, forKey: .signature) ?? ""
            digest = try fields.decodeIfPresent(String.self, forKey: .digest) ?? ""
            uniqueID = try fields.decodeIfPresent(Int64.self, forKey: .uniqueID) ?? 0
            isMultiplatform = try fields.decodeIfPresent(Bool.self, forKey: .isMultiplatform) ?? false
        }
    }

    var projectName = ""
    var signature = ""
    var digest = ""
    var stages: [Stage] = []

    private enum Keys: String, CodingKey { case projectName, signature, digest, stages }

    init() {}

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Keys.self)
        projectName = try fields.decodeIfPresent(String.self, forKey: .projectName) ?? ""
        signature = try fields.decodeIfPresent(String.self, forKey: .signature) ?? ""
        digest = try fields.decodeIfPresent(String.self, forKey: .digest) ?? ""
        stages = try fields.decodeIfPresent([Stage].self, forKey: .stages) ?? []
    }

    /// The project's name, checked.
    ///
    /// - Throws: ``WerfRefusal``.
    func project(of client: WerfName) throws(WerfRefusal) -> WerfProject {
        guard let name = WerfName(projectName) else {
            throw WerfRefusal("the name of the project is not 1 to 128 of letters, digits, '.', '_' and '-', not beginning with a dot")
        }
        return WerfProject(client: client.value, name: name.value)
    }

    /// The signature, checked.
    ///
    /// - Throws: ``WerfRefusal``.
    func signature(isVersion1: Bool) throws(WerfRefusal) -> String {
        try Self.check(isVersion1 ? digest : signature, isVersion1 ? "digest" : "signature")
    }

    /// The stages, checked.
    ///
    /// - Throws: ``WerfRefusal``.
    func stageIDs(isVersion1: Bool) throws(WerfRefusal) -> [WerfStageID] {
        guard stages.count <= WerfStageList.maximumCount else {
            throw WerfRefusal("a list of \(stages.count) stages is too long; \(WerfStageList.maximumCount) are kept of one signature")
        }
        var ids: [WerfStageID] = []
        ids.reserveCapacity(stages.count)
        for stage in stages {
            let signature = try Self.check(isVersion1 ? stage.digest : stage.signature, isVersion1 ? "digest of a stage" : "signature of a stage")
            // Without a unique id the tag is the bare signature, which in werf only images of several platforms have.
            let isMultiplatform = isVersion1 ? stage.isMultiplatform : stage.uniqueID == 0
            ids.append(WerfStageID(signature: signature, uniqueID: stage.uniqueID, isMultiplatform: isMultiplatform))
        }
        return ids
    }

    private static func check(_ text: String, _ what: String) throws(WerfRefusal) -> String {
        guard let name = WerfName(text) else {
            throw WerfRefusal("the \(what) is not 1 to 128 of letters, digits, '.', '_' and '-', not beginning with a dot")
        }
        return name.value
    }
}
