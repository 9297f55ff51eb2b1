/// Runs `body` with a server that is ready, then ends it and removes its folders.
///
/// An error of `body` is thrown as ``LiveServerError`` with the server's log, so that the failure of the test shows it.
package func withLiveServer<R>(_ options: LiveServer.Options = .init(), _ body: (LiveServer) async throws -> R) async throws -> R {
    try await withStoppedServer(options) { server in
        try await server.start()
        return try await body(server)
    }
}

/// As ``withLiveServer(_:_:)``, and leaves the start to `body`.
package func withStoppedServer<R>(_ options: LiveServer.Options = .init(), _ body: (LiveServer) async throws -> R) async throws -> R {
    let server = try LiveServer(options)
    do {
        let result = try await body(server)
        await server.kill()
        server.removeFolders()
        return result
    } catch {
        await server.kill()
        let log = server.log
        server.removeFolders()
        throw error is LiveServerError ? error : LiveServerError("was running when this happened: \(error)", log: log, cause: error)
    }
}
