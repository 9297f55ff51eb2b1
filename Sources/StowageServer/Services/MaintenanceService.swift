import BlobStore
import Catalog
import ImageStore
import Logging
import ServiceLifecycle

/// Does what nobody asks for: every minute gives up uploads that were left, forgets leases and keeps the ballast file; every
/// few seconds writes down how stages were used.
struct MaintenanceService: Service {
    private static let interval: Duration = .seconds(60)
    private static let useInterval: Duration = .seconds(10)

    let stores: Stores
    let expireAfter: Duration
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            async let uses: Void = repeating(every: Self.useInterval) { await flushUses() }
            async let pressure: Void = flushUnderPressure()
            await repeating(every: Self.interval) {
                await expireUploads()
                await forgetLeases()
                await maintainReserve()
            }
            await uses
            await pressure
        }
    }

    /// Returns when the task is cancelled.
    private func repeating(every interval: Duration, _ work: () async -> Void) async {
        while !Task.isCancelled {
            await work()
            do {
                try await Task.sleep(for: interval)
            } catch {
                return
            }
        }
    }

    /// Not even the uses of a busy moment may be lost: what is used is not deleted. Returns when the task is cancelled.
    private func flushUnderPressure() async {
        for await _ in stores.images.uses.pressure { await flushUses() }
    }

    private func flushUses() async {
        do {
            try await stores.images.flushUses()
        } catch is CancellationError {
            return
        } catch {
            logger.warning("the uses of stages could not be written down; it is tried again", metadata: ["error": "\(error)"])
        }
    }

    private func forgetLeases() async {
        do {
            try await stores.catalog.forgetLeases()
        } catch is CancellationError {
            return
        } catch {
            logger.warning("old leases could not be forgotten; it is tried again in a minute", metadata: ["error": "\(error)"])
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
