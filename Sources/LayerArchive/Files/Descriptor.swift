import Glibc

/// An open file or folder, closed at the end of its life.
struct Descriptor: ~Copyable {
    let number: Int32

    /// Takes over a descriptor.
    init(_ number: Int32) {
        self.number = number
    }

    deinit {
        // Not repeated on EINTR: Linux has released the number by then, and another thread may have been given it.
        _ = close(number)
    }

    /// Gives the descriptor away, open.
    consuming func released() -> Int32 {
        let number = number
        discard self
        return number
    }

    /// Opens a name in an open folder, following no link.
    ///
    /// - Parameter flags: besides `O_NOFOLLOW` and `O_CLOEXEC`.
    /// - Returns: the errno where it can't be opened.
    static func open(_ name: some Collection<UInt8>, in folder: Int32, _ flags: Int32, mode: mode_t = 0) -> Result<Int32, SystemError> {
        name.withCString { name in SystemCall.attempt { openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC, mode) } }
    }

    /// Opens a folder by its path, following links: the path is the caller's own.
    init(folder path: String) throws {
        self.number = try SystemCall.check("open the folder '\(path)'") { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    }
}
