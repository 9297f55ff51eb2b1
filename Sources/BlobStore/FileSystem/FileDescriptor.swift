/// An open file of a ``FileSystem``: of the real one the kernel's descriptor, of a double a number of its own.
package struct FileDescriptor: Hashable, Sendable {
    package let number: Int32

    package init(number: Int32) {
        self.number = number
    }
}
