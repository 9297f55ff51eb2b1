/// How a file is opened.
package enum FileOpenMode: Hashable, Sendable {
    /// An existing file, for reading.
    case read
    /// An existing file, for reading and writing.
    case readWrite
    /// A file that must not exist yet, for reading and writing.
    case createNew(mode: UInt16)
    /// A file that may exist or not, for reading and writing; its content is kept.
    case createOrOpen(mode: UInt16)
}
