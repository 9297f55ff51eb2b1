import FoundationEssentials

/// What must hold of a data folder before it is opened.
enum DataFolder {
    /// Blobs without a catalog are a folder that lost something, not a new one. To start with an empty catalog would hide
    /// that, and let a later clean-up take the blobs for garbage.
    ///
    /// Looks for the first blob only where the catalog is missing or empty, and for no more than that one.
    ///
    /// - Throws: ``StartError``.
    static func requireCatalog(of data: String) throws {
        // After a crash early in its life everything may still be in the log.
        for name in ["catalog.sqlite", "catalog.sqlite-wal"] {
            if let size = try? FileManager.default.attributesOfItem(atPath: "\(data)/\(name)")[.size] as? Int, size > 0 { return }
        }
        for algorithm in names(in: data + "/blobs") {
            for shard in names(in: "\(data)/blobs/\(algorithm)") where !names(in: "\(data)/blobs/\(algorithm)/\(shard)").isEmpty {
                throw StartError(
                    "the data folder \(data) holds blobs and no catalog.sqlite; restore it from a copy, or move the folder away to start anew")
            }
        }
    }

    /// Nothing where the folder can't be listed: opening the store says why.
    private static func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }
}
