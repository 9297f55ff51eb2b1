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
        guard let opened = try OwnFolder.open(name, in: folder, purpose) else { return }
        let descriptor = Descriptor(opened)
        let inner = try SystemCall.status(descriptor.number, purpose)
        let outer = try SystemCall.status(folder, purpose)
        guard inner.st_dev == outer.st_dev else {
            throw LayerArchiveError(.io, "could not \(purpose): another file system is mounted there; unmount it first")
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
}
