import StowageTestSupport
import Testing

@Suite("Standard streams that are closed")
struct StandardStreamsTests {
    @Test func `What is written goes nowhere, and not into a file or a socket that took the number`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["in": "1"])
            let run = "'\(try LiveServer.binary())' stage run --stage s --input in --output out"
            // Which descriptors the program has at 0, 1 and 2 while its command runs.
            let script = "readlink /proc/$PPID/fd/0 /proc/$PPID/fd/1 /proc/$PPID/fd/2 > out"
            let result = try await Shell.run(
                "sh", ["-c", run + " -- sh -c '\(script)' <&- >&- 2>&-"], environment: bench.environment, in: folder)
            #expect(result.status == .exited(0), "\(result)")
            #expect(try bench.text("\(folder)/out") == "/dev/null\n/dev/null\n/dev/null\n")
            let list = try await Shell.run(
                "sh", ["-c", "'\(try LiveServer.binary())' stage list >&-"], environment: bench.environment, in: folder)
            #expect(list.status == .exited(1), "\(list)")
            #expect(list.errorText.contains("can't write to standard output: Bad file descriptor"))
        }
    }
}
