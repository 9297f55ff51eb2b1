import Dispatch
import Glibc

extension GitRepository {
    /// True where the setting `core.autocrlf` has git convert the line ends of any file.
    func convertsLineEnds(in folder: String) async throws -> Bool {
        let output = try await git.run(["config", "--type=bool", "--get", "core.autocrlf"], in: folder)
        // 1: not set. A value that is no boolean (`input`) is an error here, and converts.
        return output.exitCode != 1 && output.text != "false\n"
    }

    /// Those of the files whose bytes were converted.
    ///
    /// Converting line ends adds or takes bytes, and nothing else, so a size that is the object's says that nothing was.
    func converted(among files: [String: String], under folder: String) async throws -> [String] {
        guard !files.isEmpty else { return [] }
        let files = Array(files)
        let output = try await git.succeed(
            ["cat-file", "--batch-check=%(objectsize)"], in: folder, input: Array(files.map { $0.value + "\n" }.joined().utf8))
        let sizes = output.lines.map { Int64($0) }
        guard sizes.count == files.count else { throw GitError(.failed, "git cat-file told \(sizes.count) sizes of \(files.count) objects") }
        let paths = files.map(\.key)
        let found = await Self.sizes(of: paths, under: folder)
        return zip(paths, zip(sizes, found)).compactMap { path, sizes in sizes.0 != nil && sizes.0 == sizes.1 ? nil : path }
    }

    private static func sizes(of paths: [String], under folder: String) async -> [Int64?] {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "stowage.git.sizes").async {
                var status = stat()
                continuation.resume(returning: paths.map { lstat("\(folder)/\($0)", &status) == 0 ? Int64(status.st_size) : nil })
            }
        }
    }
}
