import Glibc

/// A run of git, started at once. By hand, since Foundation's takes as long to load as git to run.
struct GitProcess {
    struct Failure: Error {}

    private let child: pid_t
    private let output: Int32

    init(_ arguments: [String], in folder: String) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure() }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        var words: [UnsafeMutablePointer<CChar>?] = (["git", "-C", folder] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child = pid_t()
        let result = posix_spawnp(&child, "git", &actions, nil, &words, environ)
        close(ends[1])
        guard result == 0 else {
            close(ends[0])
            throw Failure()
        }
        self.child = child
        self.output = ends[0]
    }

    /// All that it prints; waits for its end.
    func bytes() throws -> [UInt8] {
        defer { close(output) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        var count = 0
        while true {
            let got = bytes.withUnsafeMutableBytes { read(output, $0.baseAddress.map { $0 + count }, $0.count - count) }
            guard got >= 0 else { throw Failure() }
            if got == 0 { break }
            count += got
            if bytes.count - count < 1 << 16 { bytes.append(contentsOf: repeatElement(0, count: bytes.count)) }
        }
        bytes.removeLast(bytes.count - count)
        var status: Int32 = 0
        guard waitpid(child, &status, 0) == child, status == 0 else { throw Failure() }
        return bytes
    }
}
