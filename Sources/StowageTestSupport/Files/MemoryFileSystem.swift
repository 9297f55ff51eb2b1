import BlobStore
import Glibc
import Synchronization

/// A file system in memory that can fail any call, and whose power can be cut between any two.
///
/// It keeps apart what the process sees and what is on disk: only `synchronize` makes a file's bytes, size and mode durable,
/// only `synchronizeFolder` the names in a folder. ``afterPowerCut(_:)`` makes a new one of what is on disk.
package final class MemoryFileSystem: Sendable {
    struct Descriptor {
        let node: Int
        let path: String
        let isWritable: Bool
        var hasLock = false
    }

    struct State {
        var nodes: [Int: MemoryNode] = [MemoryFileSystem.root: MemoryNode(isFolder: true, links: 1, mode: 0o755)]
        var nextNode = MemoryFileSystem.root + 1
        var descriptors: [Int32: Descriptor] = [:]
        var nextDescriptor: Int32 = 100
        var calls: [FileCall] = []
        var faults: [FileFault] = []
        var callsUntilCut: Int?
        var isCut = false
        var capacity: Int64 = 1 << 40
    }

    static let root = 1

    let state: Mutex<State>

    package init() {
        self.state = Mutex(State())
    }

    init(nodes: [Int: MemoryNode], nextNode: Int, capacity: Int64) {
        self.state = Mutex(State(nodes: nodes, nextNode: nextNode, capacity: capacity))
    }
}

// MARK: Plans

extension MemoryFileSystem {
    /// Adds a fault; the first that matches a call decides.
    package func plan(_ fault: FileFault) {
        state.withLock { $0.faults.append(fault) }
    }

    /// The faults that are still to come: single ones that no call has met, and lasting ones.
    package var faultCount: Int { state.withLock { $0.faults.count } }

    /// Lets the calls from now on succeed again.
    package func clearFaults() {
        state.withLock { $0.faults = [] }
    }

    /// Cuts the power in place of the call that comes after `count` more: it and all later ones fail and do nothing.
    package func cutPower(after count: Int) {
        state.withLock { $0.callsUntilCut = count }
    }

    /// Whether the power was cut.
    package var isCut: Bool { state.withLock { $0.isCut } }

    /// The bytes that all files together may have.
    package func setCapacity(_ bytes: Int64) {
        state.withLock { $0.capacity = bytes }
    }
}

// MARK: Looking at it, without calls

extension MemoryFileSystem {
    /// The calls so far, those that failed included.
    package var trace: [FileCall] { state.withLock { $0.calls } }

    package func clearTrace() {
        state.withLock { $0.calls = [] }
    }

    /// The descriptors that are open.
    package var openDescriptorCount: Int { state.withLock { $0.descriptors.count } }

    package func contents(of path: String) -> [UInt8]? {
        state.withLock { state in (try? state.find(path)).flatMap { state.nodes[$0]?.bytes } }
    }

    /// Changes a file behind the store's back, on disk too.
    package func setContents(of path: String, to bytes: [UInt8]) {
        state.withLock { state in
            guard let number = try? state.find(path) else { return }
            state.nodes[number]?.bytes = bytes
            state.nodes[number]?.durableBytes = bytes
        }
    }

    /// Puts a file into a folder behind the store's back, on disk too.
    package func setFile(_ path: String, to bytes: [UInt8]) {
        state.withLock { state in
            guard let (folder, name) = try? state.parent(of: path), (try? state.find(path)) == nil else { return }
            _ = state.makeNode(MemoryNode(isFolder: false, mode: 0o644), name, in: folder)
            state.nodes[folder]?.sync()
        }
        setContents(of: path, to: bytes)
    }

    package func mode(of path: String) -> UInt16? {
        state.withLock { state in (try? state.find(path)).flatMap { state.nodes[$0]?.mode } }
    }

    package func names(in path: String) -> [String] {
        state.withLock { state in (try? state.find(path)).flatMap { state.nodes[$0]?.entries.keys.sorted() } ?? [] }
    }
}

extension MemoryFileSystem.State {
    /// An error without operation and path; the call that fails adds them.
    struct Failure: Error {
        let errno: Int32
    }

    static func components(of path: String) -> [Substring] { path.split(separator: "/").filter { $0 != "." } }

    func find(_ path: String) throws(Failure) -> Int {
        var number = MemoryFileSystem.root
        for name in Self.components(of: path) {
            guard let node = nodes[number], node.isFolder else { throw Failure(errno: ENOTDIR) }
            guard let next = node.entries[String(name)] else { throw Failure(errno: ENOENT) }
            number = next
        }
        return number
    }

    /// The folder a path's last name is in, and that name.
    func parent(of path: String) throws(Failure) -> (folder: Int, name: String) {
        var names = Self.components(of: path)
        guard let last = names.popLast() else { throw Failure(errno: EEXIST) }
        let folder = try find(names.joined(separator: "/"))
        guard nodes[folder]?.isFolder == true else { throw Failure(errno: ENOTDIR) }
        return (folder, String(last))
    }

    mutating func drop(_ number: Int) {
        guard let node = nodes[number], node.links == 0, node.descriptors == 0 else { return }
        // What the disk still names stays, for a power cut.
        guard !nodes.values.contains(where: { $0.durableEntries.values.contains(number) }) else { return }
        nodes[number] = nil
    }

    var used: Int64 {
        nodes.values.reduce(0) { $1.links > 0 || $1.descriptors > 0 ? $0 + Int64($1.bytes.count) : $0 }
    }
}
