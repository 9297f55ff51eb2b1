#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A thread for work that blocks.
enum NamedThread {
    /// Runs `work` on a new thread. Where the system gives no thread, it runs on this one.
    ///
    /// - Parameter name: At most 15 characters are shown by the system.
    static func start(_ name: String, _ work: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Work(name: name, run: work))
        #if canImport(Glibc)
            var thread = pthread_t()
        #else
            var thread: pthread_t?
        #endif
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        defer { pthread_attr_destroy(&attributes) }
        let code = pthread_create(
            &thread, &attributes,
            { pointer in
                #if canImport(Glibc)
                    guard let pointer else { return nil }
                #endif
                let work = Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
                setName(work.name)
                work.run()
                return nil
            }, box.toOpaque())
        guard code != 0 else { return }
        box.takeRetainedValue().run()
    }

    private static func setName(_ name: String) {
        #if canImport(Glibc)
            // Glibc's module map leaves `pthread_setname_np` out.
            let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
            guard file >= 0 else { return }
            var name = name
            _ = name.withUTF8 { write(file, $0.baseAddress, min($0.count, 15)) }
            close(file)
        #else
            pthread_setname_np(name)
        #endif
    }

    private final class Work: Sendable {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }
}
