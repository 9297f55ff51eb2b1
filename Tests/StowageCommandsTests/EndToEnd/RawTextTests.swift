import StowageTestSupport
import Testing

@Suite("Words and values that are no text")
struct RawTextTests {
    /// - Parameter script: Has the program as `$0`.
    private func run(_ script: String) async throws -> ShellResult {
        try await Shell.run("sh", ["-c", script, LiveServer.binary()])
    }

    /// They would all be replacement characters, and so one command, one signature.
    @Test func `A word that is not UTF-8 is refused, not changed`() async throws {
        for byte in ["377", "376"] {
            let result = try await run(#""$0" stage signature --stage s -- echo "$(printf 'a\\#(byte)')""#)
            #expect(result.status == .exited(64), "\(result)")
            #expect(result.text == "")
            #expect(result.errorText.contains("argument 7 is not UTF-8"), "\(result)")
        }
        #expect(try await run(#""$0" stage signature --stage s -- echo 'é'"#).status == .exited(0))
    }

    @Test func `A variable whose value is not UTF-8 is refused where it counts`() async throws {
        let set = #"X="$(printf 'a\377')" "$0" stage signature --stage s"#
        let refused = try await run(set + " --env X -- c")
        #expect(refused.status == .exited(64), "\(refused)")
        #expect(refused.errorText.contains("The value of the variable X is not UTF-8"))
        #expect(try await run(set + " -- c").status == .exited(0))
        #expect(try await run(#"X='é' "$0" stage signature --stage s --env X -- c"#).status == .exited(0))
    }
}
