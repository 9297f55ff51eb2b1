package import BlobStore

/// A call that a ``MemoryFileSystem`` received, as its trace shows it.
package struct FileCall: Hashable, Sendable, CustomStringConvertible {
    package let operation: FileOperation
    package let path: String

    package var description: String { "\(operation.rawValue) \(path)" }
}
