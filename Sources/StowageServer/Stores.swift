import BlobStore
import Catalog
import ImageStore
import Logging
import StageCache
import StageModel

/// The stores below the APIs, opened in order and closed in the reverse one.
struct Stores: Sendable {
    let blobs: FileBlobStore
    let catalog: Catalog
    let images: ImageStore
    let stages: StageCache
    let logger: Logger

    /// - Throws: ``StartError``.
    static func open(_ settings: ServerSettings, logger: Logger) async throws -> Stores {
        let clock: @Sendable () -> Timestamp = { .now() }
        try DataFolder.requireCatalog(of: settings.data)
        let blobs: FileBlobStore
        do {
            blobs = try await FileBlobStore.open(at: settings.data, configuration: FileBlobStore.Configuration(settings), logger: logger)
        } catch let error as BlobStoreError {
            throw StartError(error.message, cause: error)
        }
        do {
            let catalog = try await openCatalog(settings, besides: blobs, clock: clock, logger: logger)
            do {
                let images = ImageStore(
                    blobs: blobs, catalog: catalog,
                    configuration: ImageStore.Configuration(
                        maximumBlobSize: settings.uploads.maximumSize?.bytes, manifestCacheSize: Int(settings.manifestCache.size.bytes),
                        undoWindow: settings.cleanup.undoWindow ?? .zero, grace: settings.collector.grace),
                    clock: clock, logger: logger)
                try await images.removeOrphanedUploads()
                let stages = StageCache(
                    store: images, catalog: catalog,
                    configuration: StageCache.Configuration(
                        lookupSize: Int(settings.stageCache.lookupSize.bytes), maximumWaits: max(1, settings.http.maximumConnections / 2)),
                    clock: clock, logger: logger)
                return Stores(blobs: blobs, catalog: catalog, images: images, stages: stages, logger: logger)
            } catch {
                try await catalog.close()
                throw error
            }
        } catch {
            await blobs.close()
            throw StartError("can't open the data folder \(settings.data): \(error)", cause: error)
        }
    }

    /// On a full disk the catalog is opened in the room that the store keeps: a server that starts can delete, one that doesn't
    /// can't.
    private static func openCatalog(
        _ settings: ServerSettings, besides blobs: FileBlobStore, clock: @escaping @Sendable () -> Timestamp, logger: Logger
    ) async throws -> Catalog {
        func open() throws -> Catalog {
            try Catalog.open(
                at: settings.data + "/catalog.sqlite", configuration: Catalog.Configuration(settings), clock: clock, logger: logger)
        }
        do {
            return try open()
        } catch let error as CatalogError where error.code == .noSpace {
            logger.warning("the disk is full; the reserve is given up to open the catalog", metadata: ["error": "\(error)"])
            try await blobs.releaseReserve()
            return try open()
        }
    }

    /// Call it when no request runs any more. Closes all, whatever fails.
    func close() async throws {
        await images.parkUploads()
        do {
            try await images.endUses()
        } catch {
            logger.warning("the last uses of stages could not be written down", metadata: ["error": "\(error)"])
        }
        do {
            try await catalog.close()
        } catch {
            logger.error("closing the catalog failed", metadata: ["error": "\(error)"])
            await blobs.close()
            throw error
        }
        await blobs.close()
    }
}

extension FileBlobStore.Configuration {
    fileprivate init(_ settings: ServerSettings) {
        self.init(
            lowWaterMark: settings.storage.lowWaterMark.bytes, reserveSize: settings.storage.reserve.bytes,
            uploadWindow: Int(settings.uploads.inMemory.bytes))
    }
}

extension Catalog.Configuration {
    fileprivate init(_ settings: ServerSettings) {
        self.init()
        readerCacheKiB = Int(settings.catalog.cacheSize.bytes / 1024)
        writerCacheKiB = readerCacheKiB
        // The reserve has to do for the log and for what is moved from it into the database.
        logPages = min(logPages, max(1000, Int(settings.storage.reserve.bytes / 2 / 4096)))
    }
}
