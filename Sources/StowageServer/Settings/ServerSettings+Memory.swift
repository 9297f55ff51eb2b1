extension ServerSettings {
    /// What the catalog's connections may take.
    package struct Catalog: Hashable, Sendable {
        package var cacheSize: ByteCount

        /// - Parameter cacheSize: the page cache of each connection, the writer's and every reader's; at least 64 KiB.
        package init(cacheSize: ByteCount = .mebibytes(4)) {
            self.cacheSize = cacheSize
        }

        init(_ reader: SettingsReader) throws(SettingsError) {
            self.init(cacheSize: try reader.value(SettingKeys.catalogCacheSize))
        }
    }

    /// How long lists come out.
    package struct Lists: Hashable, Sendable {
        package var pageLimit: Int

        /// - Parameter pageLimit: the most entries of one page; a client that asks for more gets this many and a link.
        package init(pageLimit: Int = 1000) {
            self.pageLimit = pageLimit
        }

        init(_ reader: SettingsReader) throws(SettingsError) {
            self.init(pageLimit: try reader.value(SettingKeys.pageLimit))
        }
    }

    /// Manifests that are answered from memory.
    package struct ManifestCache: Hashable, Sendable {
        package var size: ByteCount

        /// - Parameter size: the memory for manifests that are answered without asking the catalog. 0 keeps none.
        package init(size: ByteCount = .mebibytes(16)) {
            self.size = size
        }

        init(_ reader: SettingsReader) throws(SettingsError) {
            self.init(size: try reader.value(SettingKeys.manifestCacheSize))
        }
    }

    /// Lookups that are answered from memory.
    package struct StageCache: Hashable, Sendable {
        package var lookupSize: ByteCount

        /// - Parameter lookupSize: the memory for lookups of signatures that are answered without asking the catalog. 0 keeps none.
        package init(lookupSize: ByteCount = .mebibytes(96)) {
            self.lookupSize = lookupSize
        }

        init(_ reader: SettingsReader) throws(SettingsError) {
            self.init(lookupSize: try reader.value(SettingKeys.lookupSize))
        }
    }
}
