import Glibc

/// Folders whose modes forbid what the process is about to do in them.
enum OwnFolder {
    /// Opens a folder to change what it holds. Where its mode forbids that, its owner gets all rights first, if that is the process.
    ///
    /// - Returns: nil where there is none.
    static func open(_ name: some Collection<UInt8>, in folder: Int32, _ purpose: @autoclosure () -> String) throws -> Int32? {
        let flags = O_RDONLY | O_DIRECTORY
        switch Descriptor.open(name, in: folder, flags) {
        case .success(let number):
            let opened = Descriptor(number)
            let status = try SystemCall.status(number, purpose())
            if needsRights(status) { try SystemCall.check(purpose()) { fchmod(number, status.st_mode & 0o7777 | 0o700) } }
            return opened.released()
        case .failure(let error) where error.errno == ENOENT:
            return nil
        case .failure(let error) where error.errno == EACCES:
            guard case .success(let place) = Descriptor.open(name, in: folder, LinuxCalls.openPlace | O_DIRECTORY) else { break }
            let held = Descriptor(place)
            let status = try SystemCall.status(held.number, purpose())
            guard needsRights(status) else { break }
            // By its descriptor, so that it is the folder just looked at and no link in its place.
            try SystemCall.check(purpose()) { chmod("/proc/self/fd/\(held.number)", status.st_mode & 0o7777 | 0o700) }
            if case .success(let number) = Descriptor.open(name, in: folder, flags) { return number }
        case .failure(let error):
            throw LayerArchiveError(errno: error.errno, while: purpose())
        }
        throw LayerArchiveError(errno: EACCES, while: purpose())
    }

    private static func needsRights(_ status: stat) -> Bool {
        let user = geteuid()
        return user != 0 && status.st_uid == user && status.st_mode & 0o700 != 0o700
    }
}
