import Glibc

/// Removes whole trees, following no link and leaving no file system.
enum TreeRemoval {
    /// Removes a name and all that is below it; what is not there is removed already.
    ///
    /// Folders that may not be written are made writable first, if they are the process's own. Another file system mounted
    /// below is an error, not removed.
    static func remove(_ name: some Collection<UInt8>, in folder: Int32, shown path: String) throws {
        let purpose = "remove '\(path)'"
        guard let status = try SystemCall.status(name, in: folder, purpose) else { return }
        guard status.isFolder else {
            try unlink(name, in: folder, 0, purpose)
            return
        }
        let opened = try open(name, in: folder, purpose)
        guard let opened else { return }
        let descriptor = Descriptor(opened)
        var inner = try SystemCall.status(descriptor.number, purpose)
        let outer = try SystemCall.status(folder, purpose)
        guard inner.st_dev == outer.st_dev else {
            throw LayerArchiveError(.io, "could not \(purpose): another file system is mounted there; unmount it first")
        }
        if inner.st_mode & 0o700 != 0o700, geteuid() != 0 {
            try SystemCall.check(purpose) { fchmod(descriptor.number, 0o700) }
            inner.st_mode |= 0o700
        }
        for child in try FolderListing.names(in: descriptor.number, purpose) {
            try remove(child, in: descriptor.number, shown: path + "/" + Shown.text(child))
        }
        try unlink(name, in: folder, AT_REMOVEDIR, purpose)
    }

    private static func unlink(_ name: some Collection<UInt8>, in folder: Int32, _ flags: Int32, _ purpose: String) throws {
        switch name.withCString({ name in SystemCall.attempt { unlinkat(folder, name, flags) } }) {
        case .success: return
        // Somebody else removed it.
        case .failure(let error) where error.errno == ENOENT: return
        case .failure(let error): throw LayerArchiveError(errno: error.errno, while: purpose)
        }
    }

    /// nil where it is gone.
    private static func open(_ name: some Collection<UInt8>, in folder: Int32, _ purpose: String) throws -> Int32? {
        let flags = O_RDONLY | O_DIRECTORY
        switch Descriptor.open(name, in: folder, flags) {
        case .success(let number): return number
        case .failure(let error) where error.errno == ENOENT: return nil
        case .failure(let error) where error.errno == EACCES:
            // Found through its own descriptor, so that it is the folder just looked at and no link in its place.
            guard case .success(let place) = Descriptor.open(name, in: folder, LinuxCalls.openPlace | O_DIRECTORY) else { break }
            let held = Descriptor(place)
            try SystemCall.check(purpose) { chmod("/proc/self/fd/\(held.number)", 0o700) }
            if case .success(let number) = Descriptor.open(name, in: folder, flags) { return number }
        case .failure(let error): throw LayerArchiveError(errno: error.errno, while: purpose)
        }
        throw LayerArchiveError(errno: EACCES, while: purpose)
    }
}
