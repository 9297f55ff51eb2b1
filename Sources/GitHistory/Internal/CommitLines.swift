import Glibc
import StageModel

/// Reads the output of `git rev-list --timestamp --parents` while it comes: lines of a unix time, a commit and its parents.
struct CommitLines: Sendable {
    private var builder: CommitGraph.Builder
    /// The begin of a line whose end has not come yet.
    private var begun: [UInt8] = []
    /// The ids of a line, as bytes.
    private var ids: [UInt8] = []

    /// - Parameter idSize: Bytes of an id.
    init(idSize: Int) {
        self.builder = CommitGraph.Builder(idSize: idSize)
    }

    /// - Throws: ``GitError`` with code `failed` for a line that isn't such.
    mutating func read(_ bytes: UnsafeRawBufferPointer) throws {
        guard let base = bytes.baseAddress else { return }
        var start = 0
        while let found = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start) {
            let end = UnsafeRawPointer(found) - base
            let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            if begun.isEmpty {
                try readLine(line)
            } else {
                begun.append(contentsOf: line)
                let whole = begun
                begun.removeAll(keepingCapacity: true)
                try whole.withUnsafeBytes { try readLine($0) }
            }
            start = end + 1
        }
        begun.append(contentsOf: bytes[start...])
    }

    /// - Throws: ``GitError`` with code `failed` where the output ends in a line; `CommitGraphError`.
    consuming func graph() throws -> CommitGraph {
        guard begun.isEmpty else { throw Self.malformed(begun) }
        return try builder.build()
    }

    private mutating func readLine(_ line: UnsafeRawBufferPointer) throws {
        let isNegative = line.first == UInt8(ascii: "-")
        var time: Int64 = 0
        var index = isNegative ? 1 : 0
        while index < line.count, line[index] &- UInt8(ascii: "0") < 10 {
            // Nonsense in a commit is still a commit; it only is a long time ago.
            time = time &* 10 &+ Int64(line[index] &- UInt8(ascii: "0"))
            index += 1
        }
        let size = builder.idSize
        guard index > 0, (line.count - index) % (2 * size + 1) == 0, line.count > index else { throw Self.malformed(line) }
        ids.removeAll(keepingCapacity: true)
        while index < line.count {
            guard line[index] == UInt8(ascii: " ") else { throw Self.malformed(line) }
            index += 1
            for _ in 0..<size {
                let byte = Self.values[Int(line[index])] << 4 | Self.values[Int(line[index + 1])]
                guard byte <= 255 else { throw Self.malformed(line) }
                ids.append(UInt8(byte))
                index += 2
            }
        }
        ids.withUnsafeBytes { ids in
            builder.add(
                UnsafeRawBufferPointer(rebasing: ids[..<size]), committedAt: isNegative ? -time : time,
                parents: UnsafeRawBufferPointer(rebasing: ids[size...]))
        }
    }

    private static func malformed(_ line: some Collection<UInt8>) -> GitError {
        GitError(.failed, "git answered about commits with '\(String(decoding: line.prefix(200), as: UTF8.self))', which can't be understood")
    }

    /// The value of each hexadecimal digit; too much for a byte for other characters.
    private static let values: [UInt16] = (0..<256).map { character in
        switch UInt8(character) {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(character) - 48
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(character) - 87
        default: 256
        }
    }
}
