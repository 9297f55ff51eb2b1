import AsyncHTTPClient
import NIOCore

extension HTTPClient.Configuration {
    static func content(_ policy: RetryPolicy) -> HTTPClient.Configuration {
        var configuration = common(policy)
        // The `Authorization` header doesn't go along to another origin.
        configuration.redirectConfiguration = .follow(max: 5, allowCycles: false)
        configuration.timeout.read = TimeAmount(policy.idleLimit)
        return configuration
    }

    static func control(_ policy: RetryPolicy) -> HTTPClient.Configuration {
        var configuration = common(policy)
        configuration.redirectConfiguration = .disallow
        // The longest poll of the API, and what every connection may be silent.
        configuration.timeout.read = TimeAmount(.seconds(60) + policy.idleLimit)
        return configuration
    }

    private static func common(_ policy: RetryPolicy) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        // HTTP/2 has small windows here, and shares one connection between blobs.
        configuration.httpVersion = .http1Only
        // Bytes are what their digest says: compressed ones stay compressed.
        configuration.decompression = .disabled
        configuration.timeout.connect = TimeAmount(policy.connectLimit)
        // We try again ourselves; the client would do so until the connect timeout, also where nobody listens.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 32
        configuration.http1_1ConnectionDebugInitializer = { channel in
            // Each read costs a hop to the task that takes the bytes: 64 KiB, the default, are too few for that.
            channel.setOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 4 << 10, initial: 64 << 10, maximum: 1 << 20))
        }
        return configuration
    }
}
