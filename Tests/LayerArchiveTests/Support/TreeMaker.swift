import Glibc
import StowageTestSupport
import Testing

/// Makes trees whose every byte is given.
struct TreeMaker {
    let root: String

    func path(_ name: String) -> String { root + "/" + name }

    func folder(_ name: String, mode: UInt32 = 0o755) throws {
        if mkdir(path(name), 0o777) != 0 { try #require(errno == EEXIST) }
        try #require(chmod(path(name), mode) == 0)
    }

    func file(_ name: String, _ content: [UInt8], mode: UInt32 = 0o644) throws {
        let number = open(path(name), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(number >= 0, "\(path(name)): errno \(errno)")
        defer { close(number) }
        let count = content.withUnsafeBytes { write(number, $0.baseAddress, $0.count) }
        try #require(count == content.count)
        try #require(fchmod(number, mode) == 0)
    }

    func file(_ name: String, _ content: String, mode: UInt32 = 0o644) throws { try file(name, Array(content.utf8), mode: mode) }

    func link(_ name: String, to target: String) throws { try #require(symlink(target, path(name)) == 0) }

    func hardLink(_ name: String, to other: String) throws { try #require(Glibc.link(path(other), path(name)) == 0) }

    func setTime(_ name: String, _ seconds: Int, _ nanoseconds: Int = 0) throws {
        let times = [timespec(tv_sec: seconds, tv_nsec: nanoseconds), timespec(tv_sec: seconds, tv_nsec: nanoseconds)]
        try #require(utimensat(AT_FDCWD, path(name), times, AT_SYMLINK_NOFOLLOW) == 0)
    }

    /// A tree with everything that a layer holds, the same on every call, in the given order of creation.
    static func sample(_ root: String, reversed: Bool = false) throws {
        let maker = TreeMaker(root: root)
        let long = String(repeating: "long-name-", count: 20)
        let content = SeededBytes(seed: 7)
        let large = content.bytes(count: 700_001)
        let folders = ["a", "a-b", "a/empty", "a/deep", "a/deep/\(long)", "a/deep/\(long)/\(long)", "übergröße"]
        for folder in folders { try maker.folder(folder) }
        var steps: [() throws -> Void] = [
            { try maker.file("a/program", "#!/bin/sh\n", mode: 0o755) },
            { try maker.file("a/set-user", "x", mode: 0o4755) },
            { try maker.file("a/none", "", mode: 0) },
            { try maker.file("a-b/large", large) },
            { try maker.file("a/deep/\(long)/\(long)/\(long)", "deep\n") },
            { try maker.file("übergröße/naïve", "é\n") },
            { try maker.file("exact", [UInt8](repeating: 65, count: 512)) },
            { try maker.link("a/to-program", to: "program") },
            { try maker.link("a/deep/up", to: "../program") },
            { try maker.link("to-long", to: "a/deep/\(long)/\(long)/\(long)") },
        ]
        if reversed { steps.reverse() }
        for step in steps { try step() }
        try maker.hardLink("z-program", to: "a/program")
        try maker.hardLink("a/deep/program", to: "a/program")
        try maker.setTime("exact", 1_500_000_000, 123_456_789)
        try maker.setTime("a/none", -2, 500_000_000)
        try maker.setTime("a-b/large", 10_000_000_000)
        let plain = ["a/program", "a/set-user", "a/deep/\(long)/\(long)/\(long)", "übergröße/naïve", "a/to-program", "a/deep/up", "to-long"]
        for name in plain { try maker.setTime(name, 1_600_000_000) }
        try #require(chmod(maker.path("a/empty"), 0o1777) == 0)
        for folder in folders.reversed() { try maker.setTime(folder, 1_700_000_000, 5) }
    }
}
