import Subprocess

extension GitProgram {
    /// Runs git, which must succeed, and reads what it writes while it does.
    ///
    /// - Parameter read: Takes each piece of the output, wherever git cut it.
    /// - Throws: what `succeed` does; what `read` throws, after which git is ended.
    func stream<Reader: Sendable>(
        _ arguments: [String], in folder: String, input: [UInt8], into reader: Reader,
        _ read: @escaping @Sendable (inout Reader, UnsafeRawBufferPointer) throws -> Void
    ) async throws -> Reader {
        let (output, reader) = try await Self.running {
            let result = try await Subprocess.run(
                .name("git"), arguments: Arguments(["-C", folder] + Self.options + arguments), environment: variables(),
                input: .array(input), output: .sequence, error: .bytes(limit: .max)
            ) { execution in
                var reader = reader
                for try await piece in execution.standardOutput {
                    try piece.withUnsafeBytes { try read(&reader, $0) }
                }
                return reader
            }
            return (GitOutput(result.terminationStatus, [], errors: result.standardError), result.closureResult)
        }
        guard output.exitCode == 0 else { throw Self.failure(arguments, output) }
        return reader
    }
}
