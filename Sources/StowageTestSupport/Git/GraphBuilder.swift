package import StageModel

/// A commit graph that a test writes down by names.
package struct GraphBuilder {
    private var builder: CommitGraph.Builder
    private var names: [String: CommitID] = [:]
    private var references: [GitReference] = []
    private var times: [CommitID: Int64] = [:]

    /// - Parameter idSize: 20, or 32 as in a repository with SHA-256.
    package init(idSize: Int = 20) {
        builder = CommitGraph.Builder(idSize: idSize)
    }

    /// Adds a commit whose parents are there already.
    ///
    /// - Parameter seconds: When it is committed, in unix time.
    /// - Throws: ``Unknown``.
    @discardableResult
    package mutating func commit(_ name: String, parents: [String] = [], at seconds: Int64 = 1_600_000_000) throws -> CommitID {
        let bytes = Self.bytes(of: name, count: builder.idSize)
        let parents = try parents.map { try self[$0] }.flatMap { Self.bytes(ofHex: $0.value) }
        bytes.withUnsafeBytes { id in
            parents.withUnsafeBytes { builder.add(id, committedAt: seconds, parents: $0) }
        }
        let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        guard let commit = CommitID(hex) else { throw Unknown(name: name) }
        names[name] = commit
        times[commit] = seconds
        return commit
    }

    package mutating func branch(_ name: String, at commit: String) throws {
        try refer(.branch, name, commit, modifiedAt: nil)
    }

    /// - Parameter seconds: When the tag is made, where it is an annotated one.
    package mutating func tag(_ name: String, at commit: String, annotatedAt seconds: Int64? = nil) throws {
        try refer(.tag, name, commit, modifiedAt: seconds)
    }

    private mutating func refer(_ kind: GitReference.Kind, _ name: String, _ commit: String, modifiedAt seconds: Int64?) throws {
        let commit = try self[commit]
        let time = Timestamp(millisecondsSince1970: (seconds ?? times[commit] ?? 0) * 1000)
        references.append(GitReference(kind: kind, name: name, commit: commit, modifiedAt: time))
    }

    /// The id of a commit that was added.
    package subscript(name: String) -> CommitID {
        get throws {
            guard let commit = names[name] else { throw Unknown(name: name) }
            return commit
        }
    }

    /// - Throws: `CommitGraphError`.
    package func graph() throws -> CommitGraph {
        try builder.build()
    }

    /// What git would answer, if every commit can be reached from a branch or a tag.
    package func snapshot() throws -> GitSnapshot {
        GitSnapshot(references: references.sorted { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }, graph: try graph())
    }

    /// No commit has this name.
    package struct Unknown: Error {
        package let name: String
    }

    private static func bytes(of name: String, count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for index in 0..<count {
            state = (state ^ UInt64(index)) &* 0x9E37_79B9_7F4A_7C15
            state ^= state >> 32
            bytes.append(UInt8(truncatingIfNeeded: state))
        }
        return bytes
    }

    private static func bytes(ofHex hex: String) -> [UInt8] {
        let digits = hex.utf8.map { UInt8($0 < 97 ? $0 - 48 : $0 - 87) }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
