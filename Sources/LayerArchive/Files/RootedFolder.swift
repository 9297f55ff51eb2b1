import Glibc

/// A folder whose content is reached by path from its open descriptor, component by component, following no link. For one
/// thread.
final class RootedFolder {
    private let root: Descriptor
    /// The folder that was opened last, since entries mostly come folder by folder.
    private var openPath: [UInt8] = []
    private var open: Descriptor?

    init(_ path: String) throws {
        self.root = try Descriptor(folder: path)
    }

    /// The open folder that holds the path's last component, which is made if it is missing, with those above it.
    ///
    /// - Returns: its descriptor, good until the next call, and the paths of the folders that were made, with mode 0700.
    /// - Throws: ``LayerArchiveError`` with code `unsafeEntry` where a component is a link or a file.
    func parent(of path: EntryPath) throws -> (folder: Int32, made: [ArraySlice<UInt8>]) {
        var made: [ArraySlice<UInt8>] = []
        guard let number = try folder(path.parent, for: path, making: true, &made) else {
            throw LayerArchiveError(errno: ENOENT, while: "open the folder of '\(path.shown)'")
        }
        return (number, made)
    }

    /// The same, without making any; nil where one is missing.
    func existingParent(of path: EntryPath) throws -> Int32? {
        var made: [ArraySlice<UInt8>] = []
        return try folder(path.parent, for: path, making: false, &made)
    }

    /// To be called when a name was removed: what was open below it is not in the tree any more.
    func forget(_ path: EntryPath) {
        let isBelow = openPath.starts(with: path.bytes) && (openPath.count == path.bytes.count || openPath[path.bytes.count] == UInt8(ascii: "/"))
        if path.isRoot || isBelow { close() }
    }

    private func folder(_ wanted: ArraySlice<UInt8>, for path: EntryPath, making: Bool, _ made: inout [ArraySlice<UInt8>]) throws -> Int32? {
        if wanted.elementsEqual(openPath) { return number }
        // Goes on from the folder that is open, if the wanted one is below it.
        var reached = wanted.startIndex
        if !openPath.isEmpty, wanted.starts(with: openPath), wanted[openPath.count] == UInt8(ascii: "/") {
            reached = openPath.count + 1
        } else {
            close()
        }
        while reached < wanted.endIndex {
            let end = wanted[reached...].firstIndex(of: UInt8(ascii: "/")) ?? wanted.endIndex
            guard let next = try step(into: wanted[reached..<end], wanted[..<end], for: path, making: making, &made) else { return nil }
            open = Descriptor(next)
            openPath = Array(wanted[..<end])
            reached = min(end + 1, wanted.endIndex)
        }
        return number
    }

    private func close() {
        openPath = []
        open = nil
    }

    private var number: Int32 {
        switch open {
        case .some(let descriptor): descriptor.number
        case .none: root.number
        }
    }

    private func step(
        into name: ArraySlice<UInt8>, _ place: ArraySlice<UInt8>, for path: EntryPath, making: Bool, _ made: inout [ArraySlice<UInt8>]
    ) throws -> Int32? {
        let folder = number
        func purpose() -> String { "open the folder '\(Shown.text(place))'" }
        var hasMade = false
        while true {
            switch Descriptor.open(name, in: folder, O_RDONLY | O_DIRECTORY) {
            case .success(let number):
                return number
            case .failure(let error) where error.errno == ENOENT && !hasMade:
                guard making else { return nil }
                let result = name.withCString { name in SystemCall.attempt { mkdirat(folder, name, 0o700) } }
                if case .failure(let error) = result, error.errno != EEXIST { throw LayerArchiveError(errno: error.errno, while: purpose()) }
                made.append(place)
                hasMade = true
            case .failure(let error) where error.errno == ELOOP || error.errno == ENOTDIR:
                throw LayerArchiveError(
                    .unsafeEntry, "the archive's entry '\(path.shown)' is refused: '\(Shown.text(place))' is a link or a file, not a folder",
                    cause: error)
            case .failure(let error):
                throw LayerArchiveError(errno: error.errno, while: purpose())
            }
        }
    }
}
