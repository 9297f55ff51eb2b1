import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where finished log lines go.
package struct LogOutput: Sendable {
    private let take: @Sendable (String) -> Void

    /// - Parameter take: gets a whole line, with its line feed. Called from any thread.
    package init(_ take: @escaping @Sendable (String) -> Void) {
        self.take = take
    }

    package func callAsFunction(_ line: String) {
        take(line)
    }

    /// Standard error. Lines of several threads don't mix. What can't be written is dropped: a full disk or a closed pipe
    /// behind the log must not stop the service.
    package static let standardError = LogOutput { line in
        standardErrorLock.withLock { _ in
            var line = line
            line.withUTF8 { bytes in
                var offset = 0
                while offset < bytes.count {
                    let written = write(STDERR_FILENO, UnsafeRawBufferPointer(bytes).baseAddress?.advanced(by: offset), bytes.count - offset)
                    if written > 0 {
                        offset += written
                    } else if errno != EINTR {
                        return
                    }
                }
            }
        }
    }

    private static let standardErrorLock = Mutex(())
}
