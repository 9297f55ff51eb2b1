package import ContentHashing
package import OCIModel
package import StageModel

/// An item of a plan, read before the writer deals with it.
package struct PlannedItem: Hashable, Sendable {
    package let position: Int
    package let item: CleanupItem
    package let repository: RepositoryName
    /// `nil` for a manifest without a tag.
    package let tag: TagName?
    package let digest: Digest
    /// For an item that is planned as a stage.
    let stage: StageTag?

    /// - Throws: ``OCIError``: `nameInvalid`, `tagInvalid`, `digestInvalid`; `requestInvalid` where the tag is not of the item's kind.
    package init(_ item: CleanupItem, at position: Int) throws(OCIError) {
        self.position = position
        self.item = item
        self.repository = try RepositoryName(item.repository)
        self.digest = try OCIError.digest(item.digest)
        if let text = item.tag { self.tag = try TagName(text) } else { self.tag = nil }
        self.stage = item.kind == .stage ? tag.flatMap { StageTag($0) } : nil
        let fits =
            switch item.kind {
            case .stage: stage != nil
            case .image: tag.map { ServiceTag($0) == nil } ?? false
            case .service: tag.flatMap { ServiceTag($0) } != nil
            case .referrer: true
            case .untagged: tag == nil
            }
        guard fits else { throw OCIError(.requestInvalid, "the item at position \(position) is '\(item.kind.rawValue)', which doesn't fit its tag") }
    }

    /// Why it goes, as the trash says it.
    var reason: String { "\(item.rule): \(item.reason)" }
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
