/// The table of the server's settings: every key that exists, with its default, its unit and what it does.
///
/// It finds unknown keys, gives the environment variables their names, and a test holds `config/stowage.yaml` and the
/// defaults of ``ServerSettings`` to it. A new setting is a row here, a property there, and an entry in the file.
package enum SettingKeys {
    package static let environmentPrefix = "STOWAGE_SERVE_"

    /// Where the server listens.
    static let listen = SettingKey("listen", default: "127.0.0.1:5000", .address)
    /// Whether to listen without TLS where other machines can connect.
    static let insecureListen = SettingKey("insecureListen", default: "false", .flag)
    /// The folder that holds everything.
    static let data = SettingKey("data", default: "./stowage-data", .path)

    /// The least severe lines that are logged.
    static let logLevel = SettingKey("log.level", default: "info", .logLevel)
    /// How log lines look.
    static let logFormat = SettingKey("log.format", default: "auto", .logFormat)

    /// How long a connection may stay open between requests.
    static let idleTimeout = SettingKey("http.idleTimeout", default: "60s", .duration)
    /// How long a request's body may send nothing, and a client take nothing of its answer.
    static let bodyTimeout = SettingKey("http.bodyTimeout", default: "30s", .duration)
    /// How many connections are served at a time.
    static let maximumConnections = SettingKey("http.maximumConnections", default: "4096", .count(1...1_000_000))
    /// How long requests in flight may take after the signal to stop.
    static let shutdownTimeout = SettingKey("http.shutdownTimeout", default: "30s", .duration)

    /// The largest blob that is accepted.
    static let maximumUploadSize = SettingKey("uploads.maximumSize", default: "off", .orOff(.bytes(atLeast: ByteCount(1))))
    /// How long an upload without progress can still be continued.
    static let uploadsExpireAfter = SettingKey("uploads.expireAfter", default: "1d", .duration)
    /// How much of each upload waits in memory for the disk.
    static let uploadsInMemory = SettingKey("uploads.inMemory", default: "256KiB", .bytes(atLeast: .kibibytes(64)))

    /// The free space below which uploads are refused.
    static let lowWaterMark = SettingKey("storage.lowWaterMark", default: "512MiB", .bytes(atLeast: ByteCount(0)))
    /// The space kept to be given up when the disk is full.
    static let reserve = SettingKey("storage.reserve", default: "64MiB", .bytes(atLeast: ByteCount(0)))

    /// The page cache of each connection to the catalog.
    static let catalogCacheSize = SettingKey("catalog.cacheSize", default: "4MiB", .bytes(atLeast: .kibibytes(64)))

    /// The most entries that one page of a list has.
    static let pageLimit = SettingKey("lists.pageLimit", default: "1000", .count(1...10_000))

    /// The memory for manifests that are answered without the catalog.
    static let manifestCacheSize = SettingKey("manifestCache.size", default: "16MiB", .bytes(atLeast: ByteCount(0)))

    /// The memory for lookups that are answered without the catalog.
    static let lookupSize = SettingKey("stageCache.lookupSize", default: "96MiB", .bytes(atLeast: ByteCount(0)))

    /// How long something that lost its last reference stays.
    static let grace = SettingKey("gc.grace", default: "1h", .duration)
    /// How often the garbage collector looks for what is due.
    static let collectorInterval = SettingKey("gc.interval", default: "10s", .duration)
    /// How many blobs it removes in a second.
    static let maximumRate = SettingKey("gc.maximumRate", default: "1000", .orOff(.count(1...1_000_000)))
    /// How often it looks for files that nothing knows.
    static let orphanInterval = SettingKey("gc.orphanInterval", default: "1d", .orOff(.duration))

    /// How long what is deleted can be restored.
    static let undoWindow = SettingKey("cleanup.undoWindow", default: "1d", .orOff(.duration))
    /// When the server cleans up by itself.
    static let cleanupSchedule = SettingKey("cleanup.schedule", default: "off", .orOff(.schedule))
    /// The file of the policies of projects.
    static let cleanupPolicies = SettingKey("cleanup.policies", default: "off", .orOff(.file))
    /// Which repositories are one project.
    static let projectPattern = SettingKey("cleanup.projectPattern", default: "off", .orOff(.projectPattern))

    /// Every row, in the order of `config/stowage.yaml`.
    package static let all: [any SettingRow] = [
        listen, insecureListen, data,
        logLevel, logFormat,
        idleTimeout, bodyTimeout, maximumConnections, shutdownTimeout,
        maximumUploadSize, uploadsExpireAfter, uploadsInMemory,
        lowWaterMark, reserve,
        catalogCacheSize,
        pageLimit,
        manifestCacheSize,
        lookupSize,
        grace, collectorInterval, maximumRate, orphanInterval,
        undoWindow, cleanupSchedule, cleanupPolicies, projectPattern,
    ]

    package static func row(named name: String) -> (any SettingRow)? {
        all.first { $0.name == name }
    }

    /// What can stand under a group of keys (`""`: at the top), in the order of the table.
    static func names(under group: String) -> [String] {
        let prefix = group.isEmpty ? "" : group + "."
        var names: [String] = []
        for row in all where row.name.hasPrefix(prefix) {
            let name = String(row.name.dropFirst(prefix.count).prefix { $0 != "." })
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    static func isGroup(_ name: String) -> Bool {
        all.contains { $0.name.hasPrefix(name + ".") }
    }
}
