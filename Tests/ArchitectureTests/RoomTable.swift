/// What a room may import. The same table stands in `Sources/README.md`, under "Rooms".
struct Room {
    let name: String
    /// Rooms above this one.
    let rooms: [String]
    /// Modules of packages and of system libraries.
    let packages: [String]

    init(_ name: String, rooms: [String] = [], packages: [String] = []) {
        self.name = name
        self.rooms = rooms
        self.packages = packages
    }
}

enum RoomTable {
    /// From the bottom up: a room imports only rooms that stand before it.
    static let rooms = [
        Room("ContentHashing", packages: ["Crypto"]),
        Room("OCIModel", rooms: ["ContentHashing"]),
        Room("StageModel", rooms: ["ContentHashing", "OCIModel"]),
        Room("StageSigning", rooms: ["ContentHashing", "StageModel"]),
        Room("YAMLText", packages: ["Yams"]),
        Room("Retention", rooms: ["ContentHashing", "OCIModel", "StageModel", "YAMLText"]),
        Room("LayerArchive", rooms: ["ContentHashing"], packages: ["CZlib"]),
        Room("GitHistory", rooms: ["ContentHashing", "StageModel"], packages: ["Subprocess"]),
        Room(
            "WorkloadInventory", rooms: ["ContentHashing", "OCIModel", "StageModel", "YAMLText"],
            packages: ["AsyncHTTPClient", "Logging", "NIOCore", "NIOHTTP1", "NIOSSL", "Subprocess"]),
        Room("BlobStore", rooms: ["ContentHashing", "OCIModel"], packages: ["Logging", "NIOCore", "NIOPosix"]),
        Room("Catalog", rooms: ["ContentHashing", "OCIModel", "StageModel"], packages: ["GRDB", "Logging"]),
        Room("ImageStore", rooms: ["ContentHashing", "OCIModel", "StageModel", "BlobStore", "Catalog"], packages: ["Logging", "NIOCore"]),
        Room("StageCache", rooms: ["ContentHashing", "OCIModel", "StageModel", "Catalog", "ImageStore"], packages: ["Logging", "NIOCore"]),
        Room(
            "Reclamation", rooms: ["ContentHashing", "OCIModel", "StageModel", "Retention", "BlobStore", "Catalog", "ImageStore"],
            packages: ["Logging", "NIOCore"]),
        Room("Access", rooms: ["OCIModel"]),
        Room(
            "HTTPServing", rooms: ["OCIModel", "BlobStore", "Access"],
            packages: [
                "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "Metrics", "NIOCore", "NIOHTTP1", "NIOHTTPTypes", "NIOHTTPTypesHTTP1",
            ]),
        Room(
            "RegistryHTTP", rooms: ["ContentHashing", "OCIModel", "BlobStore", "Catalog", "ImageStore", "Access", "HTTPServing"],
            packages: ["HTTPTypes", "Hummingbird", "Logging", "NIOCore"]),
        Room(
            "ControlHTTP",
            rooms: [
                "ContentHashing", "OCIModel", "StageModel", "Retention", "BlobStore", "Catalog", "ImageStore", "StageCache", "Reclamation", "Access",
                "HTTPServing",
            ],
            packages: ["HTTPTypes", "Hummingbird", "Logging", "NIOCore"]),
        Room(
            "StowageServer",
            rooms: [
                "ContentHashing", "OCIModel", "StageModel", "YAMLText", "Retention", "GitHistory", "WorkloadInventory", "BlobStore", "Catalog",
                "ImageStore", "StageCache", "Reclamation", "Access", "HTTPServing", "RegistryHTTP", "ControlHTTP",
            ],
            packages: ["Configuration", "Hummingbird", "Logging", "Metrics", "NIOCore", "ServiceLifecycle", "UnixSignals"]),
        Room(
            "RegistryClient", rooms: ["ContentHashing", "OCIModel", "StageModel", "Retention"],
            packages: ["AsyncHTTPClient", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix"]),
        Room(
            "StowageCommands",
            rooms: [
                "ContentHashing", "OCIModel", "StageModel", "YAMLText", "StageSigning", "Retention", "LayerArchive", "GitHistory",
                "WorkloadInventory", "StowageServer", "RegistryClient",
            ],
            packages: ["ArgumentParser", "Logging", "NIOCore"]),
        Room("stowage", rooms: ["StowageCommands"]),
        Room(
            "StowageTestSupport",
            rooms: [
                "ContentHashing", "OCIModel", "StageModel", "Retention", "BlobStore", "Catalog", "ImageStore", "Reclamation", "Access",
                "HTTPServing", "StowageServer",
            ],
            packages: ["AsyncHTTPClient", "HTTPTypes", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix", "ServiceLifecycle"]),
    ]

    /// Every room may import these: they come with the compiler and the operating system.
    static let system: Set<String> = ["Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Synchronization"]

    /// What only these rooms may import, apart from `StowageTestSupport`, so that replacing it changes one room. Two talk HTTP to
    /// others and run programs: one to this project's own server and to git, one to whatever runs containers.
    static let owned: [String: Set<String>] = [
        "ArgumentParser": ["StowageCommands"], "AsyncHTTPClient": ["RegistryClient", "WorkloadInventory"], "CZlib": ["LayerArchive"],
        "Configuration": ["StowageServer"], "Crypto": ["ContentHashing"], "GRDB": ["Catalog"], "HummingbirdCore": ["HTTPServing"],
        "NIOHTTPTypes": ["HTTPServing"], "NIOHTTPTypesHTTP1": ["HTTPServing"], "NIOSSL": ["WorkloadInventory"],
        "ServiceLifecycle": ["StowageServer"], "Subprocess": ["GitHistory", "WorkloadInventory"], "UnixSignals": ["StowageServer"],
        "Yams": ["YAMLText"],
    ]
}
