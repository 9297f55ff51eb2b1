import ContentHashing
import Foundation
import Glibc
import Testing

/// What a folder holds, to be compared.
struct Tree: Equatable {
    struct Node: Equatable, CustomStringConvertible {
        var kind: String
        var mode: UInt32
        var seconds: Int
        var nanoseconds: Int
        /// Of a file its digest, of a link its target.
        var content: String
        /// The first path with the same inode.
        var first: String

        var description: String { "\(kind) \(String(mode, radix: 8)) \(seconds).\(nanoseconds) \(content) \(first)" }
    }

    private(set) var nodes: [String: Node] = [:]

    init(_ root: String) throws {
        var firsts: [UInt64: String] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: root).sorted() {
            let full = root + "/" + path
            var status = stat()
            try #require(lstat(full, &status) == 0)
            let (kind, content): (String, String) =
                switch status.st_mode & S_IFMT {
                case S_IFDIR: ("folder", "")
                case S_IFLNK: ("link", try FileManager.default.destinationOfSymbolicLink(atPath: full))
                case S_IFREG: ("file", Digest(hashing: [UInt8](try Data(contentsOf: URL(fileURLWithPath: full)))).hex)
                case S_IFIFO: ("pipe", "")
                default: ("other", "")
                }
            let first = firsts[UInt64(status.st_ino)] ?? path
            firsts[UInt64(status.st_ino)] = first
            nodes[path] = Node(
                kind: kind, mode: UInt32(status.st_mode & 0o7777), seconds: Int(status.st_mtim.tv_sec), nanoseconds: Int(status.st_mtim.tv_nsec),
                content: content, first: first)
        }
    }

    /// Without what the old formats can't say.
    var withoutNanoseconds: Tree {
        var tree = self
        for key in nodes.keys { tree.nodes[key]?.nanoseconds = 0 }
        return tree
    }

    /// The paths that are not the same in both, with what is there and there.
    func differences(from other: Tree) -> [String] {
        Set(nodes.keys).union(other.nodes.keys).sorted().filter { nodes[$0] != other.nodes[$0] }.map { path in
            "\(path): \(nodes[path]?.description ?? "nothing"), not \(other.nodes[path]?.description ?? "nothing")"
        }
    }

    /// The paths with their kinds.
    var kinds: [String: String] { nodes.mapValues(\.kind) }

}
