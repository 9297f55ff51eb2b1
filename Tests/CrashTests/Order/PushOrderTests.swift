import Testing

@Suite("Reading the order of system calls")
struct PushOrderTests {
    private static let upload = "/d/uploads/8a4e"
    private static let blob = "blobs/sha256/ab/abcd"

    /// A push as it should be, in the notation of strace. Thread 8 commits while thread 7 does other work.
    private static let good = [
        #"7 mkdir("/d/blobs/sha256/ab", 0755) = 0"#,
        #"7 fsync(9</d/blobs/sha256>) = 0"#,
        #"7 pwrite64(12</d/uploads/8a4e>, "abc"..., 4096, 0) = 4096"#,
        #"7 fdatasync(12</d/uploads/8a4e> <unfinished ...>"#,
        #"9 write(3<pipe:[11]>, "x", 1) = 1"#,
        #"7 <... fdatasync resumed>)          = 0"#,
        #"7 rename("/d/uploads/8a4e", "/d/blobs/sha256/ab/abcd") = 0"#,
        #"7 fsync(10</d/blobs/sha256/ab>) = 0"#,
        #"8 pwrite64(5</d/catalog.sqlite-wal>, "\0\1"..., 4096, 32) = 4096"#,
        #"8 fdatasync(5</d/catalog.sqlite-wal>) = 0"#,
        #"7 writev(20<TCP:[127.0.0.1:5000->127.0.0.1:40000]>, [{iov_base="HTTP/1.1 201 Created\r\n"..., iov_len=90}], 1) = 90"#,
        #"8 pwrite64(5</d/catalog.sqlite-wal>, "\0\2"..., 4096, 4128) = 4096"#,
        #"8 fdatasync(5</d/catalog.sqlite-wal>) = 0"#,
        #"7 write(20<TCP:[127.0.0.1:5000->127.0.0.1:40000]>, "HTTP/1.1 201 Created\r\n"..., 90) = 90"#,
    ]

    private func order(_ lines: [String]) -> PushOrder { PushOrder(dataFolder: "/d", trace: TracedCall.parse(lines)) }

    private func blobFaults(_ lines: [String]) -> [String] { order(lines).faults(ofBlobAt: Self.blob, answer: 0) }

    @Test("The right order has no fault")
    func good() {
        #expect(order(Self.good).answerCount == 2)
        #expect(blobFaults(Self.good) == [])
        #expect(order(Self.good).faults(ofManifestAnswer: 1) == [])
    }

    @Test("Each call that a push needs is missed when it is not there", arguments: [1, 2, 6, 7, 8, 9])
    func missing(line: Int) {
        var lines = Self.good
        lines.remove(at: line)
        #expect(!blobFaults(lines).isEmpty, "without \(Self.good[line])")
    }

    @Test("A sync of the data that is missing, fails or never returns is a fault")
    func dataSync() {
        var lines = Self.good
        lines.removeAll { $0.contains("fdatasync(12") || $0.contains("fdatasync resumed") }
        #expect(blobFaults(lines) == ["the upload file was not synced before it was renamed"])

        lines = Self.good
        lines[5] = #"7 <... fdatasync resumed>) = -1 EIO (Input/output error)"#
        #expect(blobFaults(lines) == ["the upload file was not synced before it was renamed"])

        lines = Self.good
        lines.remove(at: 5)
        #expect(!blobFaults(lines).isEmpty)
    }

    @Test("A call in the wrong place is a fault", arguments: [(3, 6), (6, 7), (7, 9), (9, 10), (8, 9)])
    func swapped(first: Int, second: Int) {
        var lines = Self.good
        if first == 3 {
            // The rename between the two halves of the sync of the data.
            lines.insert(lines.remove(at: 6), at: 4)
        } else {
            lines.swapAt(first, second)
        }
        #expect(!blobFaults(lines).isEmpty, "\(lines[first]) before \(lines[second])")
    }

    @Test("Bytes written after the sync of the data are a fault")
    func lateWrite() {
        var lines = Self.good
        lines.insert(#"9 pwrite64(12</d/uploads/8a4e>, "abc"..., 10, 4096) = 10"#, at: 6)
        #expect(blobFaults(lines) == ["bytes were written to the upload file after its sync began"])
    }

    @Test("Syncs of other files don't count")
    func otherFiles() {
        for line in [1, 7, 9] {
            var lines = Self.good
            lines[line].replace(/fdatasync\(5<\/d\/catalog.sqlite-wal>|fsync\([0-9]+<[^>]+>/, with: "fsync(9</d/uploads>")
            #expect(lines[line].contains("fsync(9</d/uploads>)"))
            #expect(!blobFaults(lines).isEmpty, "instead of \(Self.good[line])")
        }
    }

    @Test("A manifest that is answered before its row is synced is a fault")
    func manifest() {
        for line in [11, 12] {
            var lines = Self.good
            lines.remove(at: line)
            #expect(!order(lines).faults(ofManifestAnswer: 1).isEmpty)
        }
        #expect(order(Self.good).faults(ofManifestAnswer: 2) == ["there is no answer 201 number 2"])
    }

    @Test("Paths relative to a folder descriptor are completed")
    func relativePaths() {
        let calls = TracedCall.parse([#"7 renameat2(4</d>, "uploads/8a4e", 4</d>, "blobs/sha256/ab/abcd", RENAME_NOREPLACE) = 0"#])
        #expect(calls.first?.paths == ["/d/uploads/8a4e", "/d/blobs/sha256/ab/abcd"])
        let atCurrent = TracedCall.parse([#"7 mkdirat(AT_FDCWD</home>, "x/y", 0755) = 0"#])
        #expect(atCurrent.first?.paths == ["/home/x/y"])
    }

    @Test("Results and arguments that hold parentheses are read")
    func results() {
        let calls = TracedCall.parse([
            #"7 write(2</x>, "f() = 3", 7) = 7"#, #"7 fsync(9</x>) = -1 EIO (Input/output error)"#, "7 +++ exited with 0 +++",
        ])
        #expect(calls.map(\.result) == [7, -1])
        #expect(calls.first?.descriptorPath == "/x")
    }
}
