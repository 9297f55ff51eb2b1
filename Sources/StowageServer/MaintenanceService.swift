import BlobStore
import ImageStore
import Logging
import ServiceLifecycle

/// Does every minute what nobody asks for: gives up uploads that were left, and keeps the ballast file.
struct MaintenanceService: Service {
    private static let interval: Duration = .seconds(60)

    let stores: Stores
    let expireAfter: Duration
    let logger: Logger

    func run() async throws {
        // Ends with the graceful shutdown; a round that has begun is carried to its end.
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await round()
                try await Task.sleep(for: Self.interval)
            }
        }
    }

    private func round() async {
        do {
            let expired = try await stores.images.expireUploads(idleFor: expireAfter)
            if expired > 0 { logger.info("expired uploads", metadata: ["count": "\(expired)"]) }
            try await stores.blobs.maintainReserve()
        } catch {
            logger.error("maintenance failed; it is tried again in a minute", metadata: ["error": "\(error)"])
        }
    }
}
