/// A repository, asked through the program `git`.
///
/// Nothing here writes to the repository, takes a lock in it, or uses the network, apart from what says so: `snapshot(fetch:)` and
/// `fetchMirror(_:from:)`. Each question is answered from how things stand when it is asked; a value of this type holds no process
/// and no file.
package struct GitRepository: Sendable {
    /// Where git runs: the folder that the repository was found from.
    package let folder: String
    /// Where the repository keeps what all its work trees share.
    let commonFolder: String
    let git: GitProgram

    /// Looks for the repository that a folder is in.
    ///
    /// - Returns: `nil` where the folder is in none.
    /// - Throws: ``GitError`` with codes `notInstalled`, `unsafeOwnership` and `failed`; `CancellationError`.
    package static func find(from folder: String) async throws -> GitRepository? {
        try await find(from: folder, git: GitProgram())
    }

    static func find(from folder: String, git: GitProgram) async throws -> GitRepository? {
        let arguments = ["rev-parse", "--path-format=absolute", "--git-common-dir"]
        let output = try await git.run(arguments, in: folder)
        guard output.exitCode == 0 else {
            if output.errors.contains("not a git repository") { return nil }
            throw GitProgram.failure(arguments, output)
        }
        // An older git repeats the option that it doesn't know.
        guard output.text.hasPrefix("/"), output.text.hasSuffix("\n") else {
            throw GitError(.failed, "this git is too old; install git 2.31 or newer")
        }
        return GitRepository(folder: folder, commonFolder: String(output.text.dropLast()), git: git)
    }
}
