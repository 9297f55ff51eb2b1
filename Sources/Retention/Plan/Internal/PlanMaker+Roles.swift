import ContentHashing
import OCIModel
import StageModel

extension PlanMaker {
    /// Finds what each tag is, and what referrers are about.
    mutating func findRoles() {
        roles.reserveCapacity(index.tags.count)
        for tag in tagNodes {
            let row = index.tags[Int(tag)]
            switch row.meaning {
            case .stage: roles.append(.stage)
            case .service: roles.append(.service)
            case .image:
                let about = subjects(ofTag: tag)
                if !about.isEmpty { subjects[tag] = about }
                roles.append(about.isEmpty ? .image : .referrer)
            }
        }
        for manifest in manifestNumbers where index.isUntagged(manifest) {
            guard let subject = subject(of: manifest) else { continue }
            subjects[node(ofManifest: manifest)] = [subject]
        }
        classify()
    }

    private func subject(of manifest: Int32) -> Int32? {
        let row = index.manifests[Int(manifest)]
        guard row.subject >= 0, let subject = index.manifest(withDigest: row.subject, in: row.repository), subject != manifest else { return nil }
        return subject
    }

    /// What a tag is about by its manifest's subject, or by its name, as cosign writes it; also one in another repository, where
    /// signatures have their own.
    private func subjects(ofTag tag: Int32) -> [Int32] {
        if let subject = subject(of: index.manifestOfTag[Int(tag)]) { return [subject] }
        let row = index.tags[Int(tag)]
        guard let digest = Self.subject(ofTagNamed: row.name), let number = index.inventory.digests.number(of: digest) else { return [] }
        if let here = index.manifest(withDigest: number, in: row.repository) { return here == index.manifestOfTag[Int(tag)] ? [] : [here] }
        return index.manifests(withDigest: number)
    }

    /// `sha256-HEX`, with `.sig`, `.att` or `.sbom` where cosign wrote it and without where a client keeps a list of referrers.
    static func subject(ofTagNamed name: String) -> Digest? {
        guard name.hasPrefix("sha256-") else { return nil }
        let hex = name.dropFirst(7).prefix(64)
        guard ["", ".sig", ".att", ".sbom"].contains(name.dropFirst(7 + hex.count)) else { return nil }
        do { return try Digest("sha256:\(hex)") } catch { return nil }
    }

    private mutating func classify() {
        imagePrefixes = Self.prefixes(of: index)
        let classification = Classification(policies.classification, git: git)
        strategies = Array(repeating: nil, count: index.tags.count)
        for tag in tagNodes where roles[Int(tag)] == .image {
            let row = index.tags[Int(tag)]
            strategies[Int(tag)] = row.strategy ?? classification.strategy(of: names(ofTag: tag))
        }
    }

    /// The tag, and what it is without the image's name before it, as werf 1.1 writes it where all images share a repository.
    func names(ofTag tag: Int32) -> [String] {
        let row = index.tags[Int(tag)]
        for prefix in imagePrefixes[row.imageName] ?? [] where row.name.utf8.count > prefix.utf8.count && row.name.hasPrefix(prefix) {
            return [row.name, String(row.name.dropFirst(prefix.count))]
        }
        return [row.name]
    }

    /// By number of the image's name, what may stand before its tags.
    private static func prefixes(of index: ProjectIndex) -> [Int32: [String]] {
        var prefixes: [Int32: [String]] = [:]
        for number in Set(index.tags.lazy.map(\.imageName)) {
            guard let name = index.text(number), !name.isEmpty else { continue }
            var names = [name]
            do { names.append(try Slug.dockerTag(name).value) } catch {}
            prefixes[number] = Array(Set(names)).sorted().map { "\($0)-" }
        }
        return prefixes
    }
}
