import BlobStore
import Glibc
import Synchronization

extension MemoryFileSystem {
    /// Notes a call, fails it if that is planned, and runs it otherwise.
    func call<Result>(
        _ operation: FileOperation, _ path: String, _ body: (inout State) throws(State.Failure) -> Result
    ) throws(FileError) -> Result {
        var limit = Int.max
        return try perform(operation, limit: &limit, path: { _ in path }) { state, _ throws(State.Failure) in try body(&state) }
    }

    func call<Result>(
        _ operation: FileOperation, _ descriptor: FileDescriptor, _ body: (inout State, _ node: Int) throws(State.Failure) -> Result
    ) throws(FileError) -> Result {
        var limit = Int.max
        return try call(operation, descriptor, shortening: &limit) { state, node, _ throws(State.Failure) in try body(&state, node) }
    }

    func call<Result>(
        _ operation: FileOperation, _ descriptor: FileDescriptor, shortening limit: inout Int,
        _ body: (inout State, _ node: Int, _ limit: Int) throws(State.Failure) -> Result
    ) throws(FileError) -> Result {
        try perform(operation, limit: &limit, path: { $0.descriptors[descriptor.number]?.path ?? "a closed descriptor" }) {
            state, limit throws(State.Failure) in
            guard let open = state.descriptors[descriptor.number] else { throw State.Failure(errno: EBADF) }
            return try body(&state, open.node, limit)
        }
    }

    private func perform<Result>(
        _ operation: FileOperation, limit: inout Int, path: (State) -> String, _ body: (inout State, _ limit: Int) throws(State.Failure) -> Result
    ) throws(FileError) -> Result {
        // The lock hands errors on untyped; they are put into a result instead.
        let outcome: Swift.Result<Result, FileError> = state.withLock { state in
            let call = FileCall(operation: operation, path: path(state))
            do throws(State.Failure) {
                let limit = try state.admit(call)
                return .success(try body(&state, limit))
            } catch {
                return .failure(FileError(errno: error.errno, operation: operation, path: call.path))
            }
        }
        return try outcome.get()
    }
}

extension MemoryFileSystem.State {
    /// Notes a call and applies the plan to it. Returns the bytes a write may take.
    fileprivate mutating func admit(_ call: FileCall) throws(Failure) -> Int {
        calls.append(call)
        if let count = callsUntilCut {
            if count == 0 { isCut = true }
            callsUntilCut = count > 0 ? count - 1 : nil
        }
        guard !isCut else { throw Failure(errno: EIO) }
        for index in faults.indices where faults[index].matches(call) {
            if faults[index].skipping > 0 {
                faults[index].skipping -= 1
                continue
            }
            let fault = faults[index]
            if !fault.isLasting { faults.remove(at: index) }
            switch fault.effect {
            case .shorten(let limit): return limit
            case .fail(let number):
                failSync(call)
                throw Failure(errno: number)
            }
        }
        return .max
    }

    /// A failed sync loses what it should have written; see ``FileFault/Effect/fail(errno:)``.
    private mutating func failSync(_ call: FileCall) {
        guard [.synchronize, .synchronizeFolder, .startWriteback].contains(call.operation), let number = try? find(call.path) else { return }
        nodes[number]?.failSync()
    }

    mutating func makeNode(_ node: MemoryNode, _ name: String, in folder: Int) -> Int {
        defer { nextNode += 1 }
        var node = node
        node.links = 1
        nodes[nextNode] = node
        nodes[folder]?.setEntry(name, to: nextNode)
        return nextNode
    }

    func status(_ number: Int) throws(Failure) -> FileStatus {
        guard let node = nodes[number] else { throw Failure(errno: ENOENT) }
        return FileStatus(size: Int64(node.bytes.count), mode: node.mode, linkCount: node.links, isRegularFile: !node.isFolder)
    }
}
