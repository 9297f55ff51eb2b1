import ContentHashing
import Foundation
import StowageTestSupport

/// A folder that is a git work tree, as far as the cache of digests needs one.
struct GitTree {
    let path: String
    /// Beside the tree, not in it.
    let cacheFolder: String
    /// Of an object's id, in characters.
    let idLength: Int

    static func with<R>(format: String = "sha1", _ body: (GitTree) async throws -> R) async throws -> R {
        try await ScratchFolder.with { outer in
            let tree = GitTree(path: try outer.folder("tree"), cacheFolder: outer.path("cache/stowage"), idLength: format == "sha1" ? 40 : 64)
            try await tree.git("init", "-q", "--object-format=\(format)", ".")
            return try await body(tree)
        }
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
    }

    @discardableResult
    func git(_ arguments: String...) async throws -> [UInt8] {
        let environment = ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "HOME": path]
        return try await Shell.succeed("git", arguments, environment: environment, in: path).output
    }

    /// The ids of what is in the index, whatever stands in the files.
    func objectIDs() async throws -> ObjectIDs {
        let output = try await git("ls-files", "-s", "-z")
        var ids = ObjectIDs()
        for line in output.split(separator: 0) {
            let tab = line.firstIndex(of: UInt8(ascii: "\t")) ?? line.endIndex
            Array(line.dropFirst(7).prefix { $0 != UInt8(ascii: " ") }).withUnsafeBytes { id in
                Array(line[tab...].dropFirst()).withUnsafeBytes { ids.append(hex: id, path: $0) }
            }
        }
        return ids
    }

    /// Hashes the tree with a cache that is opened before and saved after it.
    func contents(_ ids: ObjectIDs, today: UInt32 = 20_000, maximumCount: Int = 1000, changed: [TreePath]? = []) async throws -> [String: TreeContent]
    {
        let cache = ObjectDigestCache(folder: cacheFolder, maximumCount: maximumCount, today: today)
        let folder = try TreeFolder(path: path)
        let entries = try await TreeLister.entries(in: folder) { _ = try $0.add(.base) }
        let contents = try await TreeHasher().contents(of: entries, in: folder, objectIDs: ids, cache: cache) { changed }
        try await cache.save()
        return Dictionary(uniqueKeysWithValues: contents.enumerated().map { ("\(entries.path(at: $0.offset))", $0.element) })
    }

    /// How many objects the file says are known.
    var known: Int { ObjectDigestCache(folder: cacheFolder).count }
    var cacheFile: String { "\(cacheFolder)/object-digests-v1" }
}

extension Digest {
    init(of text: String) { self.init(hashing: Array(text.utf8)) }
}
