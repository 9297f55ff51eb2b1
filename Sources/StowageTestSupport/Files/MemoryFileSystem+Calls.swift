package import BlobStore
import Glibc
import Synchronization

extension MemoryFileSystem: FileSystem {
    package func open(_ path: String, _ mode: FileOpenMode) throws(FileError) -> FileDescriptor {
        try call(.open, path) { state throws(State.Failure) in
            let (folder, name) = try state.parent(of: path)
            let existing = state.nodes[folder]?.entries[name]
            let number: Int
            switch (mode, existing) {
            case (.createNew, .some): throw State.Failure(errno: EEXIST)
            case (.createNew(let mode), nil), (.createOrOpen(let mode), nil):
                number = state.makeNode(MemoryNode(isFolder: false, mode: mode), name, in: folder)
            case (_, nil): throw State.Failure(errno: ENOENT)
            case (_, .some(let existing)): number = existing
            }
            // As for a user that is not root.
            if mode == .readWrite, let node = state.nodes[number], node.mode & 0o200 == 0 { throw State.Failure(errno: EACCES) }
            state.nextDescriptor += 1
            state.descriptors[state.nextDescriptor] = Descriptor(node: number, path: path, isWritable: mode != .read)
            state.nodes[number]?.descriptors += 1
            return FileDescriptor(number: state.nextDescriptor)
        }
    }

    package func close(_ descriptor: FileDescriptor) {
        state.withLock { state in
            guard let open = state.descriptors.removeValue(forKey: descriptor.number) else {
                preconditionFailure("descriptor \(descriptor.number) is closed twice")
            }
            state.nodes[open.node]?.descriptors -= 1
            if open.hasLock { state.nodes[open.node]?.isLocked = false }
            state.drop(open.node)
        }
    }

    package func read(_ descriptor: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int {
        try call(.read, descriptor) { state, number throws(State.Failure) in
            let bytes = state.nodes[number]?.bytes ?? []
            let count = max(0, min(buffer.count, bytes.count - Int(offset)))
            bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[min(Int(offset), bytes.count)...].prefix(count))) }
            return count
        }
    }

    package func write(_ descriptor: FileDescriptor, _ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileError) -> Int {
        var limit = Int.max
        return try call(.write, descriptor, shortening: &limit) { state, number, limit throws(State.Failure) in
            guard state.descriptors[descriptor.number]?.isWritable == true else { throw State.Failure(errno: EBADF) }
            let size = Int64(state.nodes[number]?.bytes.count ?? 0)
            var count = min(bytes.count, limit)
            let room = state.capacity - state.used
            if offset + Int64(count) - size > room { count = Int(max(0, size + room - offset)) }
            guard count > 0 || bytes.isEmpty else { throw State.Failure(errno: ENOSPC) }
            state.nodes[number]?.write(UnsafeRawBufferPointer(rebasing: bytes[..<count]), at: Int(offset))
            return count
        }
    }

    package func synchronize(_ descriptor: FileDescriptor) throws(FileError) {
        try call(.synchronize, descriptor) { state, number throws(State.Failure) in state.nodes[number]?.sync() }
    }

    package func startWriteback(_ descriptor: FileDescriptor, at offset: Int64, count: Int64) throws(FileError) {
        try call(.startWriteback, descriptor) { _, _ throws(State.Failure) in }
    }

    package func truncate(_ descriptor: FileDescriptor, to size: Int64) throws(FileError) {
        try call(.truncate, descriptor) { state, number throws(State.Failure) in state.nodes[number]?.resize(to: Int(size)) }
    }

    package func setMode(_ descriptor: FileDescriptor, _ mode: UInt16) throws(FileError) {
        try call(.setMode, descriptor) { state, number throws(State.Failure) in state.nodes[number]?.mode = mode }
    }

    package func status(_ descriptor: FileDescriptor) throws(FileError) -> FileStatus {
        try call(.statusOfDescriptor, descriptor) { state, number throws(State.Failure) in try state.status(number) }
    }

    package func lock(_ descriptor: FileDescriptor) throws(FileError) -> Bool {
        try call(.lock, descriptor) { state, number throws(State.Failure) in
            guard state.nodes[number]?.isLocked == false else { return false }
            state.nodes[number]?.isLocked = true
            state.descriptors[descriptor.number]?.hasLock = true
            return true
        }
    }

    package func allocate(_ descriptor: FileDescriptor, size: Int64) throws(FileError) {
        try call(.allocate, descriptor) { state, number throws(State.Failure) in
            guard size - Int64(state.nodes[number]?.bytes.count ?? 0) <= state.capacity - state.used else { throw State.Failure(errno: ENOSPC) }
            state.nodes[number]?.resize(to: Int(size))
        }
    }

    package func systemDescriptor(of descriptor: FileDescriptor) -> Int32? { nil }
}

extension MemoryFileSystem {
    package func status(_ path: String) throws(FileError) -> FileStatus? {
        try call(.status, path) { state throws(State.Failure) in
            do throws(State.Failure) {
                return try state.status(state.find(path))
            } catch  where error.errno == ENOENT {
                return nil
            }
        }
    }

    package func rename(_ path: String, to newPath: String) throws(FileError) {
        try call(.rename, newPath) { state throws(State.Failure) in
            let number = try state.find(path)
            let (folder, name) = try state.parent(of: path)
            let (newFolder, newName) = try state.parent(of: newPath)
            let replaced = state.nodes[newFolder]?.entries[newName]
            if let replaced, state.nodes[replaced]?.isFolder == true { throw State.Failure(errno: EISDIR) }
            // Two names of one file: rename(2) does nothing then.
            guard replaced != number else { return }
            state.nodes[folder]?.setEntry(name, to: nil)
            state.nodes[newFolder]?.setEntry(newName, to: number)
            if let replaced {
                state.nodes[replaced]?.links -= 1
                state.drop(replaced)
            }
        }
    }

    package func link(_ path: String, to newPath: String) throws(FileError) {
        try call(.link, newPath) { state throws(State.Failure) in
            let number = try state.find(path)
            guard state.nodes[number]?.isFolder == false else { throw State.Failure(errno: EPERM) }
            let (folder, name) = try state.parent(of: newPath)
            guard state.nodes[folder]?.entries[name] == nil else { throw State.Failure(errno: EEXIST) }
            state.nodes[folder]?.setEntry(name, to: number)
            state.nodes[number]?.links += 1
        }
    }

    package func unlink(_ path: String) throws(FileError) {
        try call(.unlink, path) { state throws(State.Failure) in
            let number = try state.find(path)
            guard state.nodes[number]?.isFolder == false else { throw State.Failure(errno: EISDIR) }
            let (folder, name) = try state.parent(of: path)
            state.nodes[folder]?.setEntry(name, to: nil)
            state.nodes[number]?.links -= 1
            state.drop(number)
        }
    }

    package func makeFolder(_ path: String, mode: UInt16) throws(FileError) {
        try call(.makeFolder, path) { state throws(State.Failure) in
            let (folder, name) = try state.parent(of: path)
            guard state.nodes[folder]?.entries[name] == nil else { throw State.Failure(errno: EEXIST) }
            _ = state.makeNode(MemoryNode(isFolder: true, mode: mode), name, in: folder)
        }
    }

    package func synchronizeFolder(_ path: String) throws(FileError) {
        try call(.synchronizeFolder, path) { state throws(State.Failure) in
            let number = try state.find(path)
            guard state.nodes[number]?.isFolder == true else { throw State.Failure(errno: ENOTDIR) }
            state.nodes[number]?.sync()
        }
    }

    package func list(_ path: String) throws(FileError) -> [String] {
        try call(.list, path) { state throws(State.Failure) in
            guard let node = state.nodes[try state.find(path)], node.isFolder else { throw State.Failure(errno: ENOTDIR) }
            return Array(node.entries.keys)
        }
    }

    package func space(at path: String) throws(FileError) -> (free: Int64, total: Int64) {
        try call(.space, path) { state throws(State.Failure) in (max(0, state.capacity - state.used), state.capacity) }
    }
}
