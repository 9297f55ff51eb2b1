import Testing

@Suite("What stands in the sources")
struct FileTests {
    /// Files of more than 400 lines, and why each is one file.
    static let longFiles: [String: String] = [:]

    /// Files that may end the process, and why no request can make them do it.
    static let endings = [
        "Sources/BlobStore/FileSystem/LinuxCalls.swift": "casts the address of a C function that Glibc's module map leaves out",
        "Sources/LayerArchive/Threads/LinuxCalls.swift": "casts the addresses of C functions that Glibc's module map leaves out",
        "Sources/StowageServer/MemoryAllocator.swift": "casts the address of a C function that Glibc's module map leaves out",
        "Sources/StowageTestSupport/LiveServer/SpawnActions.swift": "casts the address of a C function that Glibc's module map leaves out",
    ]

    @Test func `A file of more than 400 lines has a reason`() throws {
        let files = try ["Sources", "Tests"].flatMap { try SourceTree.swiftFiles(under: $0) }
        let long = files.filter { $0.lines.count > 400 }
        for file in long {
            #expect(Self.longFiles[file.path] != nil, "\(file.path) has \(file.lines.count) lines")
        }
        let stale = Set(Self.longFiles.keys).subtracting(long.map(\.path))
        #expect(stale.isEmpty, "these need no reason any more")
    }

    @Test(arguments: ["try!", "fatalError(", "as!", "unsafeBitCast(", "Task.detached"])
    func `Nothing in Sources ends the process or leaves its parent`(text: String) throws {
        for file in try SourceTree.swiftFiles(under: "Sources") where Self.endings[file.path] == nil {
            for (index, line) in file.lines.enumerated() {
                let code = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false)[0]
                #expect(!code.contains(text), "\(file.path):\(index + 1) has \(text)")
            }
        }
    }
}
