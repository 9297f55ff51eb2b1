#if canImport(Glibc)
    import Glibc
#endif

/// How the C library gets memory for buffers.
enum MemoryAllocator {
    /// Keeps buffers of up to 4 MiB in the heap, and up to 64 MiB of free memory at its end.
    ///
    /// By itself glibc maps each buffer from 128 KiB on anew and gives it back at once, so an answer of that size costs a page
    /// fault for every 4 KiB: a third of the CPU time of a large lookup (`Benchmarks/README.md`). mallopt(3).
    static func keepBuffers() {
        #if canImport(Glibc)
            // Glibc's module map leaves the call out.
            guard let address = dlsym(nil, "mallopt") else { return }
            let mallopt = unsafeBitCast(address, to: (@convention(c) (Int32, Int32) -> Int32).self)
            let (trimThreshold, mapThreshold): (Int32, Int32) = (-1, -3)
            _ = mallopt(mapThreshold, 4 << 20)
            _ = mallopt(trimThreshold, 64 << 20)
        #endif
    }
}
