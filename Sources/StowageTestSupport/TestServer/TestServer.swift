import FoundationEssentials
package import Logging
import ServiceLifecycle
package import StowageServer
import Synchronization

/// The whole server inside the test's process, on a free port and a folder of its own.
///
/// For what a client sees over HTTP; what a process shows (signals, crashes, exit codes) is `LiveServer`'s.
package struct TestServer: Sendable {
    package let port: Int
    /// The data folder.
    package let data: String

    /// Runs a server around `body` and stops it gracefully afterwards.
    ///
    /// - Parameter configure: Changes the settings before the start. `listen` and `data` are set already.
    package static func with<Value: Sendable>(
        data: String? = nil, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        configure: (inout ServerSettings) -> Void = { _ in }, _ body: @escaping @Sendable (TestServer) async throws -> Value
    ) async throws -> Value {
        let folder = data ?? FileManager.default.temporaryDirectory.appending(path: "stowage-test-\(UUID().uuidString.lowercased())").path()
        defer {
            if data == nil { try? FileManager.default.removeItem(atPath: folder) }
        }
        var settings = ServerSettings(listen: ListenAddress(host: "127.0.0.1", port: 0), data: folder)
        settings.storage.reserve = ByteCount(1 << 20)
        settings.storage.lowWaterMark = ByteCount(0)
        configure(&settings)

        let (ports, port) = AsyncStream<Int>.makeStream()
        let service = ServerService(settings: settings, logger: logger, port: port)
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [.init(service: service)], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { port.finish() }
                try await group.run()
            }
            var iterator = ports.makeAsyncIterator()
            guard let started = await iterator.next() else {
                try await tasks.waitForAll()
                throw CancellationError()
            }
            let result: Result<Value, any Error>
            do {
                result = .success(try await body(TestServer(port: started, data: folder)))
            } catch {
                result = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try result.get()
        }
    }
}

private struct ServerService: Service {
    let settings: ServerSettings
    let logger: Logger
    let port: AsyncStream<Int>.Continuation

    func run() async throws {
        try await StowageServer.run(settings, logger: logger, signals: []) { port.yield($0) }
    }
}
