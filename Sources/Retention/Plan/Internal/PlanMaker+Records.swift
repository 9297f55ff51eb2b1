import ContentHashing
import StageModel

extension PlanMaker {
    /// Finds what werf's records describe: they go with it, their commits count for it, and a new record is a use.
    mutating func findRecords() {
        let images = imagesByContent()
        for tag in tagNodes where roles[Int(tag)] == .service {
            let row = index.tags[Int(tag)]
            let record = index.inventory.records[Int(row.record)]
            switch record.tag {
            case .rejected(let stage):
                describe(index.tag(named: stage.text, in: row.repository), by: tag)
            case .imageMetadata(let hash, let commit, let stage):
                let described = index.tag(named: stage.text, in: row.repository)
                describe(described, by: tag)
                if let described { add(commit, to: described, nameHash: hash, recordedBy: tag) }
            case .imageMetadataByCommit(let name, let commit):
                let content = record.labels["ContentSignature"].flatMap { images[$0] } ?? []
                let described = content.filter { name == nil || index.text(index.tags[Int($0)].imageName) ?? "" == name }
                self.described[tag] = described.first
                for image in described {
                    needs.add(.service, from: image, to: tag)
                    add(commit, to: image, nameHash: nil, recordedBy: tag)
                }
                // Images may be where this project doesn't look; only without the commit the record is of no use to anybody.
                if described.isEmpty { orphans[tag] = git.map { !$0.reaches(commit) } ?? false }
            case .customTag:
                guard let name = record.labels["tag"] else { continue }
                describe(index.tag(named: name, in: row.repository), by: tag)
            case .importMetadata:
                guard let stage = record.labels["source-stage-id"] else { continue }
                describe(index.tag(named: stage, in: row.repository), by: tag)
            case .managedImage, .clientID, .syncServer, .cleanup: continue
            }
        }
    }

    private mutating func describe(_ described: Int32?, by record: Int32) {
        if let described {
            self.described[record] = described
            needs.add(.service, from: described, to: record)
        } else {
            orphans[record] = true
        }
    }

    /// A record is written when a build finds its stage: it used it then.
    private mutating func add(_ commit: CommitID, to tag: Int32, nameHash: String?, recordedBy record: Int32) {
        recordedCommits.append(RecordedCommit(tag: tag, commit: commit, nameHash: nameHash, record: record))
        usedAt[Int(tag)] = max(usedAt[Int(tag)], index.tags[Int(record)].publishedAt)
    }

    /// Images by what stands for their content: the signature of their stages, also where it ends the tag.
    private func imagesByContent() -> [String: [Int32]] {
        guard index.inventory.records.contains(where: { if case .imageMetadataByCommit = $0.tag { true } else { false } }) else { return [:] }
        var images: [String: [Int32]] = [:]
        for tag in tagNodes where roles[Int(tag)] == .image {
            let row = index.tags[Int(tag)]
            let signature = index.text(row.signature)
            if let signature { images[signature, default: []].append(tag) }
            for length in Signature.lengths where row.name.utf8.count >= length {
                let end = String(row.name.suffix(length))
                if end != signature, Signature(end) != nil { images[end, default: []].append(tag) }
            }
        }
        return images
    }

    /// The rules under which stages may go are on.
    var deletesStages: Bool {
        policies.stagesKeepUnneededFor != nil || policies.budget != nil || !policies.keepPolicies.isEmpty && git != nil
    }
}
