package import ContentHashing
package import OCIModel
package import StageModel

/// An item of a plan, read before the writer deals with it. An object, since it is handed on and on and holds a dozen texts.
package final class PlannedItem: Sendable {
    package let position: Int
    package let item: CleanupItem
    package let repository: RepositoryName
    /// `nil` for a manifest without a tag.
    package let tag: TagName?
    package let digest: Digest
    /// Of the tag.
    let shape: TagShape?
    /// Why it goes, as the trash says it.
    let reason: String

    /// - Throws: ``OCIError``: `nameInvalid`, `tagInvalid`, `digestInvalid`; `requestInvalid` where the tag is not of the item's kind.
    package init(_ item: CleanupItem, at position: Int) throws(OCIError) {
        self.position = position
        self.item = item
        self.repository = try RepositoryName(item.repository)
        self.digest = try OCIError.digest(item.digest)
        if let text = item.tag { self.tag = try TagName(text) } else { self.tag = nil }
        let shape = tag.map { TagShape($0) }
        self.shape = shape
        let isRecord = if case .service = shape { true } else { false }
        let fits =
            switch item.kind {
            case .stage: if case .stage = shape { true } else { false }
            case .image: tag != nil && !isRecord
            case .service: isRecord
            case .referrer: true
            case .untagged: tag == nil
            }
        self.reason = "\(item.rule): \(item.reason)"
        guard fits else { throw OCIError(.requestInvalid, "the item at position \(position) is '\(item.kind.rawValue)', which doesn't fit its tag") }
    }

    /// What the tag says, whatever it is planned as. The catalog may have recorded it as the tag of an image.
    package var stage: StageTag? { if case .stage(let stage) = shape { stage } else { nil } }
}

extension PlannedItem {
    /// Whether deleting it is what makes the reference's answer a 404.
    package func isMeant(by reference: Reference, in repository: RepositoryName) -> Bool {
        switch reference {
        case .tag(let tag): self.tag == tag && self.repository == repository
        case .digest(let digest): tag == nil && self.digest == digest && self.repository == repository
        }
    }
}

extension TagName {
    /// `sha256-HEX`, perhaps with `.sig`, `.att` or `.sbom`: what cosign, or a client without referrers, knows of the manifest with that
    /// digest.
    var isOfSubject: Bool {
        guard let dash = value.firstIndex(of: "-") else { return false }
        let hex = value[value.index(after: dash)...].prefix { $0 != "." }
        guard ["", ".sig", ".att", ".sbom"].contains(value[hex.endIndex...]) else { return false }
        do {
            _ = try Digest("\(value[..<dash]):\(hex)")
            return true
        } catch {
            return false
        }
    }
}
