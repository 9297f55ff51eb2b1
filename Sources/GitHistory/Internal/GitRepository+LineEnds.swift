import Dispatch
import Glibc

extension GitRepository {
    /// True where the setting `core.autocrlf` has git convert the line ends of any file.
    func convertsLineEnds(in folder: String) async throws -> Bool {
        let output = try await git.run(["config", "--type=bool", "--get", "core.autocrlf"], in: folder)
        // 1: not set. A value that is no boolean (`input`) is an error here, and converts.
        return output.exitCode != 1 && output.text != "false\n"
    }

    /// The paths of those of the files whose bytes were converted.
    ///
    /// Converting line ends adds or takes bytes, and nothing else, so a size that is the object's says that nothing was.
    func converted(among files: [CleanFiles.File], under folder: String) async throws -> Set<ArraySlice<UInt8>> {
        guard !files.isEmpty else { return [] }
        var ids: [UInt8] = []
        for file in files {
            ids += file.objectID
            ids.append(UInt8(ascii: "\n"))
        }
        let output = try await git.succeed(["cat-file", "--batch-check=%(objectsize)"], in: folder, input: ids)
        let objectSizes = output.lines.map { Int64($0) }
        guard objectSizes.count == files.count else {
            throw GitError(.failed, "git cat-file answered about \(objectSizes.count) objects instead of \(files.count)")
        }
        let sizes = await Self.sizes(of: files.map(\.path), under: folder)
        return Set(files.indices.lazy.filter { objectSizes[$0] == nil || objectSizes[$0] != sizes[$0] }.map { files[$0].path })
    }

    /// - Returns: `nil` for what isn't there.
    private static func sizes(of paths: [ArraySlice<UInt8>], under folder: String) async -> [Int64?] {
        let base = Array("\(folder)/".utf8)
        return await withCheckedContinuation { continuation in
            DispatchQueue(label: "stowage.git.sizes").async {
                continuation.resume(
                    returning: paths.map { path in
                        var status = stat()
                        let name = (base + path + [0]).map { CChar(bitPattern: $0) }
                        return lstat(name, &status) == 0 ? Int64(status.st_size) : nil
                    })
            }
        }
    }
}
