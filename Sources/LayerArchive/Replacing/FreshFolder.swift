import Glibc

/// A folder under a name that nobody else has, locked as long as this lives.
final class FreshFolder: Sendable {
    private static let marker = ".stowage-"
    private static let digitCount = 16
    /// How many bytes longer than the target's name its own is.
    static let longestAddition = 1 + marker.utf8.count + digitCount

    let name: String
    private let descriptor: Descriptor

    /// - Throws: ``LayerArchiveError``.
    init(in place: ReplacementPlace) throws {
        let name = Self.newName(for: place.name)
        let purpose = "make the folder '\(place.sibling(name))'"
        // As any new folder; the process's mask takes its part.
        try SystemCall.check(purpose) { mkdirat(place.number, name, 0o777) }
        switch Descriptor.open(name.utf8, in: place.number, O_RDONLY | O_DIRECTORY) {
        case .success(let number):
            self.descriptor = Descriptor(number)
            self.name = name
            // A file system without locks: age alone protects it then.
            _ = flock(number, LOCK_EX | LOCK_NB)
        case .failure(let error):
            throw LayerArchiveError(errno: error.errno, while: purpose)
        }
    }

    var number: Int32 { descriptor.number }

    static func newName(for target: String) -> String {
        let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        return ".\(target)\(marker)" + String(repeating: "0", count: digitCount - digits.utf8.count) + digits
    }

    static func isName(_ name: [UInt8], for target: String) -> Bool {
        let prefix = Array(".\(target)\(marker)".utf8)
        let digits = name.dropFirst(prefix.count)
        return name.starts(with: prefix) && digits.count == digitCount
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
    }

    /// - Parameter mode: As ``ExtractionOptions/restoresSetIDs`` does by default, without set-user-id and set-group-id.
    func setMode(_ mode: UInt16, in place: ReplacementPlace) throws {
        try SystemCall.check("give the new folder the mode of '\(place.path)'") { fchmod(number, mode_t(mode & 0o1777)) }
    }

    func takeModeOfTarget(in place: ReplacementPlace) throws {
        let purpose = "give the new folder the mode of '\(place.path)'"
        guard let status = try SystemCall.status(place.name.utf8, in: place.number, purpose), status.isFolder else { return }
        try SystemCall.check(purpose) { fchmod(number, status.st_mode & 0o7777) }
    }

    /// The name of the one file in it.
    func onlyFile(in place: ReplacementPlace) throws -> [UInt8] {
        let purpose = "read the folder '\(place.sibling(name))'"
        let names = try FolderListing.names(in: number, purpose)
        guard names.count == 1, let name = names.first, try SystemCall.status(name, in: number, purpose)?.kind == S_IFREG else {
            throw LayerArchiveError(.unsupported, "'\(place.path)' is to be one file, and the layer holds something else")
        }
        return name
    }
}
