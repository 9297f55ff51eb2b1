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
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await expireUploads()
                await maintainReserve()
                do {
                    try await Task.sleep(for: Self.interval)
                } catch {
                    return
                }
            }
        }
    }

    private func expireUploads() async {
        do {
            let expired = try await stores.images.expireUploads(idleFor: expireAfter)
            if expired > 0 { logger.info("expired uploads", metadata: ["count": "\(expired)"]) }
        } catch is CancellationError {
            return
        } catch {
            logger.error("abandoned uploads could not be expired; it is tried again in a minute", metadata: ["error": "\(error)"])
        }
    }

    private func maintainReserve() async {
        do {
            try await stores.blobs.maintainReserve()
        } catch is CancellationError {
            return
        } catch {
            logger.error("the reserve could not be kept; it is tried again in a minute", metadata: ["error": "\(error)"])
        }
    }
}
