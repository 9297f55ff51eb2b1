package import OCIModel

/// A tag under which werf keeps a record in the stages repository; `pkg/storage/repo_stages_storage.go` of werf 1.1 and 2.
///
/// Such a manifest is neither a stage nor an image: its tag (and for some its labels) is the record.
package enum ServiceTag: Hashable, Sendable {
    /// `SIGNATURE-UNIQUEID-rejected`: hides exactly that stage.
    case rejected(StageTag)
    /// `managed-image-NAME`: an image name that cleanup knows of; `""` for the nameless one.
    case managedImage(name: String)
    /// `image-metadata-by-commit-NAME-COMMIT` (1.1): joins an image and a commit; the label `ContentSignature` says the stages.
    ///
    /// `name` is `nil` where werf shortened it; the slug can't be read back.
    case imageMetadataByCommit(name: String?, commit: CommitID)
    /// `meta-HASH_COMMIT_STAGE` (2): joins an image, known by a hash of its name, a commit and a stage.
    case imageMetadata(nameHash: String, commit: CommitID, stage: StageTag)
    /// `custom-tag-meta-SLUG` (2): a custom tag; its labels say which and of what stage.
    case customTag(slug: String)
    /// `import-metadata-ID` (2): what an import of files found; its labels say the stage it took them from.
    case importMetadata(id: String)
    /// `client-id-ID-TIMESTAMP`: who synchronises over this repository. The number orders them, and is no date.
    case clientID(id: String, order: Int64)
    /// `sync-server`: which synchronization server its users agreed on.
    case syncServer
    /// `cleanup`: when werf's cleanup ran last, as a label.
    case cleanup

    /// - Returns: `nil` for every other tag, also one that begins like a record and isn't one.
    package init?(_ tag: TagName) {
        let text = tag.value
        if let stage = text.droppingSuffix("-rejected") {
            guard let stage = StageTag(stage) else { return nil }
            self = .rejected(stage)
        } else if let name = text.droppingPrefix("managed-image-") {
            self = .managedImage(name: Self.imageName(name))
        } else if let rest = text.droppingPrefix("image-metadata-by-commit-") {
            guard let (name, commit) = Self.splitAtLast("-", rest), let commit = CommitID(commit) else { return nil }
            // A shortened name has `_` for each `-` and ends in a hash; it can't be told from a name that is written so.
            self = .imageMetadataByCommit(name: text.utf8.count >= TagName.maximumLength ? nil : Self.imageName(name), commit: commit)
        } else if let rest = text.droppingPrefix("meta-") {
            let parts = rest.split(separator: "_", omittingEmptySubsequences: false)
            guard parts.count == 3, !parts[0].isEmpty, let commit = CommitID(parts[1]), let stage = StageTag(parts[2]) else { return nil }
            self = .imageMetadata(nameHash: String(parts[0]), commit: commit, stage: stage)
        } else if let slug = text.droppingPrefix("custom-tag-meta-") {
            self = .customTag(slug: String(slug))
        } else if let id = text.droppingPrefix("import-metadata-") {
            self = .importMetadata(id: String(id))
        } else if let rest = text.droppingPrefix("client-id-") {
            guard let (id, order) = Self.splitAtLast("-", rest), !id.isEmpty, order.utf8.allSatisfy(\.isDigit), let order = Int64(order) else {
                return nil
            }
            self = .clientID(id: String(id), order: order)
        } else if text == "sync-server" {
            self = .syncServer
        } else if text == "cleanup" {
            self = .cleanup
        } else {
            return nil
        }
    }

    /// Undoes werf's writing of an image name in a tag.
    private static func imageName(_ slug: Substring) -> String {
        if slug == "__nameless__" { return "" }
        return String(slug.replacing("__slash__", with: "/").replacing("__plus__", with: "+").replacing("__space__", with: " "))
    }

    private static func splitAtLast(_ separator: Character, _ text: Substring) -> (Substring, Substring)? {
        guard let index = text.lastIndex(of: separator) else { return nil }
        return (text[..<index], text[text.index(after: index)...])
    }
}

extension String {
    fileprivate func droppingPrefix(_ prefix: String) -> Substring? {
        hasPrefix(prefix) && utf8.count > prefix.utf8.count ? dropFirst(prefix.count) : nil
    }

    fileprivate func droppingSuffix(_ suffix: String) -> Substring? {
        hasSuffix(suffix) ? dropLast(suffix.count) : nil
    }
}

extension Substring {
    fileprivate func replacing(_ part: String, with other: Character) -> Substring {
        Substring(split(separator: part, omittingEmptySubsequences: false).joined(separator: String(other)))
    }
}
