/// One entry of a tar, with all that its header and the extended headers before it say.
struct TarEntry: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case file, hardLink, symbolicLink, characterDevice, blockDevice, folder, pipe
    }

    /// As it stands in the archive.
    var path: [UInt8]
    var kind: Kind
    /// Permission bits, with set-user-id, set-group-id and sticky.
    var mode: UInt16
    var owner: Int64 = 0
    var group: Int64 = 0
    /// The bytes of content behind the header; 0 for everything but files.
    var size: Int64 = 0
    var modified: FileTime
    /// Of links, as it stands in the archive.
    var target: [UInt8] = []
    /// Of devices.
    var deviceMajor: Int64 = 0
    var deviceMinor: Int64 = 0
}
