/// A file that is being written.
struct OpenFile {
    /// Closes the file when nobody writes to it any more.
    final class Holder {
        private let descriptor: Descriptor

        init(_ number: Int32) { self.descriptor = Descriptor(number) }

        var number: Int32 { descriptor.number }
    }

    let path: EntryPath
    let descriptor: Holder
}
