/// What an archive may ask for. The defaults are for archives that nobody vouches for.
package struct ExtractionOptions: Sendable {
    /// Where symbolic links may point.
    package var links: LinkPolicy
    /// Whether devices and named pipes are made, which mostly needs root. Otherwise an archive with one is refused.
    package var allowsDevices: Bool
    /// Whether the bits set-user-id and set-group-id are restored. Otherwise they are dropped: extracted by root, such a file
    /// would give everybody root's rights. All other bits, the sticky one too, are always restored.
    package var restoresSetIDs: Bool
    /// Whether owners are restored, where the process is root. Otherwise everything belongs to the process's user.
    package var restoresOwners: Bool
    /// Whether `.wh.NAME` removes NAME, and `.wh..wh..opq` everything beside it, that an earlier layer left in the folder.
    /// Otherwise an archive with a whiteout is refused. They are never written as files.
    package var appliesWhiteouts: Bool
    /// The most bytes of tar that are taken; nil: no bound.
    package var maximumSize: Int64?
    /// The most entries that are taken; nil: no bound.
    package var maximumEntryCount: Int?

    package init(
        links: LinkPolicy = .inside, allowsDevices: Bool = false, restoresSetIDs: Bool = false, restoresOwners: Bool = false,
        appliesWhiteouts: Bool = false, maximumSize: Int64? = nil, maximumEntryCount: Int? = nil
    ) {
        self.links = links
        self.allowsDevices = allowsDevices
        self.restoresSetIDs = restoresSetIDs
        self.restoresOwners = restoresOwners
        self.appliesWhiteouts = appliesWhiteouts
        self.maximumSize = maximumSize
        self.maximumEntryCount = maximumEntryCount
    }
}
