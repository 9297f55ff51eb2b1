import Glibc

/// Many paths in one buffer, each with a NUL behind it, so that the kernel can be given it as it is.
struct PathList: Sendable {
    private(set) var bytes: [UInt8] = []
    /// Where each path starts; one more than there are paths.
    private var starts: [Int] = [0]

    var count: Int { starts.count - 1 }

    mutating func reserve(_ count: Int, bytes countOfBytes: Int) {
        starts.reserveCapacity(count + 1)
        bytes.reserveCapacity(countOfBytes)
    }

    mutating func append(_ path: some Collection<UInt8>) {
        bytes.append(contentsOf: path)
        endPath()
    }

    /// Appends `folder/name`, or only the name where the folder is the base.
    mutating func append(folder: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer) {
        if !folder.isEmpty {
            bytes.append(contentsOf: folder)
            bytes.append(UInt8(ascii: "/"))
        }
        bytes.append(contentsOf: name)
        endPath()
    }

    private mutating func endPath() {
        bytes.append(0)
        starts.append(bytes.count)
    }

    subscript(index: Int) -> TreePath {
        TreePath(bytes: Array(bytes[starts[index]..<(starts[index + 1] - 1)]))
    }

    /// A path without its NUL, which stands behind it.
    func withBytes<Result>(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBytes { all in
            try body(UnsafeRawBufferPointer(rebasing: all[starts[index]..<(starts[index + 1] - 1)]))
        }
    }

    func withCString<Result>(of index: Int, _ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBytes { all in
            guard let start = all.baseAddress else { preconditionFailure("a path has at least its NUL") }
            return try body((start + starts[index]).assumingMemoryBound(to: CChar.self))
        }
    }

    /// Below zero, zero, above zero: a path of this list comes before another list's, is it, comes after it.
    func compare(_ index: Int, with other: PathList, _ otherIndex: Int) -> Int {
        withBytes(of: index) { left in
            other.withBytes(of: otherIndex) { right in
                Self.compare(left, right)
            }
        }
    }

    static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        guard let start = left.baseAddress, let other = right.baseAddress else { return left.count - right.count }
        let order = memcmp(start, other, min(left.count, right.count))
        return order != 0 ? Int(order) : left.count - right.count
    }

    /// The paths' indexes in the order of their bytes; `nil` where that is the order they have, each once.
    func sortedIndexes() -> [Int]? {
        let isSorted = (1..<max(count, 1)).allSatisfy { compare($0 - 1, with: self, $0) < 0 }
        guard !isSorted else { return nil }
        return (0..<count).sorted { compare($0, with: self, $1) < 0 }
    }
}
