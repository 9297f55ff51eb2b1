import Glibc

/// A program that could not be started.
package struct ChildProcessError: Error, CustomStringConvertible {
    package let program: String
    /// An errno.
    package let code: Int32

    package var description: String { "can't start \(program): \(String(cString: strerror(code)))" }
}
