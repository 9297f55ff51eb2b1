/// Everything that can be set about the server. What nobody sets has the default that its initializer shows.
///
/// ``load(flags:environment:configurationFile:)`` reads them; tests and benchmarks make them directly.
package struct ServerSettings: Hashable, Sendable {
    package var listen: ListenAddress
    package var insecureListen: Bool
    package var data: String
    package var log: Log
    package var http: HTTP
    package var uploads: Uploads
    package var storage: Storage
    package var catalog: Catalog
    package var lists: Lists
    package var manifestCache: ManifestCache
    package var stageCache: StageCache
    package var collector: Collector
    package var cleanup: Cleanup

    /// - Parameters:
    ///   - listen: where the server listens. Port 0 takes a free one.
    ///   - insecureListen: whether `listen` may be an address that other machines reach, although there is no TLS.
    ///   - data: the folder that holds everything; made at the first start. A relative path starts at the working folder.
    package init(
        listen: ListenAddress = ListenAddress(host: "127.0.0.1", port: 5000),
        insecureListen: Bool = false,
        data: String = "./stowage-data",
        log: Log = Log(),
        http: HTTP = HTTP(),
        uploads: Uploads = Uploads(),
        storage: Storage = Storage(),
        catalog: Catalog = Catalog(),
        lists: Lists = Lists(),
        manifestCache: ManifestCache = ManifestCache(),
        stageCache: StageCache = StageCache(),
        collector: Collector = Collector(),
        cleanup: Cleanup = Cleanup()
    ) {
        self.listen = listen
        self.insecureListen = insecureListen
        self.data = data
        self.log = log
        self.http = http
        self.uploads = uploads
        self.storage = storage
        self.catalog = catalog
        self.lists = lists
        self.manifestCache = manifestCache
        self.stageCache = stageCache
        self.collector = collector
        self.cleanup = cleanup
    }

    init(_ reader: SettingsReader) throws(SettingsError) {
        self.init(
            listen: try reader.value(SettingKeys.listen),
            insecureListen: try reader.value(SettingKeys.insecureListen),
            data: try reader.value(SettingKeys.data),
            log: try Log(reader),
            http: try HTTP(reader),
            uploads: try Uploads(reader),
            storage: try Storage(reader),
            catalog: try Catalog(reader),
            lists: try Lists(reader),
            manifestCache: try ManifestCache(reader),
            stageCache: try StageCache(reader),
            collector: try Collector(reader),
            cleanup: try Cleanup(reader))
    }
}
