/// What a ``TarParser`` tells about an archive, in order.
protocol TarVisitor {
    /// An entry begins; its content, if it has any, follows.
    mutating func begin(_ entry: TarEntry) throws
    /// More of the entry's content.
    mutating func content(_ bytes: UnsafeRawBufferPointer) throws
    /// The entry's content is complete.
    mutating func end(_ entry: TarEntry) throws
}
