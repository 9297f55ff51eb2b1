extension GitRepository {
    /// The top folder of the work tree; `nil` where nothing is checked out, as in a bare repository.
    ///
    /// - Throws: ``GitError``; `CancellationError`.
    package func workTree() async throws -> String? {
        let arguments = ["rev-parse", "--path-format=absolute", "--show-toplevel"]
        let output = try await git.run(arguments, in: folder)
        guard output.exitCode == 0 else {
            if output.errors.contains("must be run in a work tree") { return nil }
            throw GitProgram.failure(arguments, output)
        }
        return output.text.hasSuffix("\n") ? String(output.text.dropLast()) : output.text
    }

    /// A file as the commit of `HEAD` has it.
    ///
    /// - Parameter path: From the top folder.
    /// - Returns: `nil` where the commit has none, or there is no commit.
    /// - Throws: ``GitError``, also where a partial clone lacks what would tell; `CancellationError`.
    package func committedFile(_ path: String) async throws -> [UInt8]? {
        let arguments = ["cat-file", "blob", "HEAD:\(path)"]
        let output = try await git.run(arguments, in: folder)
        guard output.exitCode != 0 else { return output.bytes }
        if output.errors.contains("does not exist in 'HEAD'") || output.errors.contains("invalid object name 'HEAD'") { return nil }
        throw GitProgram.failure(arguments, output)
    }
}
