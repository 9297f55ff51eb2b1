import RegistryClient
import Synchronization
import Testing

@Suite("Several blobs at once")
struct ParallelTests {
    @Test func `At most so many run, and all do`() async throws {
        struct Counts {
            var running = 0
            var highest = 0
            var done: Set<Int> = []
        }
        let counts = Mutex(Counts())
        try await withClient("127.0.0.1:1") { client async throws in
            try await client.inParallel(Array(0..<20), limit: 4) { item in
                counts.withLock {
                    $0.running += 1
                    $0.highest = max($0.highest, $0.running)
                }
                try await Task.sleep(for: .milliseconds(2))
                counts.withLock {
                    $0.running -= 1
                    $0.done.insert(item)
                }
            }
        }
        counts.withLock {
            #expect($0.highest <= 4 && $0.highest > 1)
            #expect($0.done.count == 20)
        }
    }

    @Test func `The first error ends all`() async throws {
        struct Failed: Error {}
        let started = Mutex(0)
        try await withClient("127.0.0.1:1") { client async throws in
            await #expect(throws: Failed.self) {
                try await client.inParallel(Array(0..<20), limit: 2) { item in
                    started.withLock { $0 += 1 }
                    if item == 1 { throw Failed() }
                    try await Task.sleep(for: .seconds(60))
                }
            }
        }
        #expect(started.withLock { $0 } <= 3)
    }
}
