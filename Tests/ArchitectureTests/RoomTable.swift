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
        Room("LayerArchive", rooms: ["ContentHashing"], packages: ["CZlib"]),
        Room("GitHistory", rooms: ["ContentHashing", "StageModel"], packages: ["Subprocess"]),
        Room("BlobStore", rooms: ["ContentHashing", "OCIModel"], packages: ["Logging", "NIOCore", "NIOPosix"]),
        Room("Catalog", rooms: ["ContentHashing", "OCIModel", "StageModel"], packages: ["GRDB", "Logging"]),
        Room("ImageStore", rooms: ["ContentHashing", "OCIModel", "StageModel", "BlobStore", "Catalog"], packages: ["Logging", "NIOCore"]),
        Room("StageCache", rooms: ["ContentHashing", "OCIModel", "StageModel", "Catalog", "ImageStore"], packages: ["Logging", "NIOCore"]),
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
            rooms: ["ContentHashing", "OCIModel", "StageModel", "BlobStore", "Catalog", "ImageStore", "StageCache", "Access", "HTTPServing"],
            packages: ["HTTPTypes", "Hummingbird", "Logging", "NIOCore"]),
        Room(
            "StowageServer",
            rooms: [
                "OCIModel", "StageModel", "BlobStore", "Catalog", "ImageStore", "StageCache", "Access", "HTTPServing", "RegistryHTTP", "ControlHTTP",
            ],
            packages: ["Configuration", "Hummingbird", "Logging", "Metrics", "NIOCore", "ServiceLifecycle", "UnixSignals", "Yams"]),
        Room(
            "RegistryClient", rooms: ["ContentHashing", "OCIModel", "StageModel"],
            packages: ["AsyncHTTPClient", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix"]),
        Room(
            "StowageCommands",
            rooms: ["ContentHashing", "OCIModel", "StageModel", "StageSigning", "LayerArchive", "GitHistory", "StowageServer", "RegistryClient"],
            packages: ["ArgumentParser", "Logging", "NIOCore"]),
        Room("stowage", rooms: ["StowageCommands"]),
        Room(
            "StowageTestSupport",
            rooms: ["ContentHashing", "OCIModel", "StageModel", "BlobStore", "Catalog", "ImageStore", "Access", "HTTPServing", "StowageServer"],
            packages: ["AsyncHTTPClient", "HTTPTypes", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix", "ServiceLifecycle"]),
    ]

    /// Every room may import these: they come with the compiler and the operating system.
    static let system: Set<String> = ["Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Synchronization"]

    /// What exactly one room may import, apart from `StowageTestSupport`, so that replacing it changes one room.
    static let owned = [
        "ArgumentParser": "StowageCommands", "AsyncHTTPClient": "RegistryClient", "CZlib": "LayerArchive", "Configuration": "StowageServer",
        "Crypto": "ContentHashing", "GRDB": "Catalog",
        "HummingbirdCore": "HTTPServing", "NIOHTTPTypes": "HTTPServing", "NIOHTTPTypesHTTP1": "HTTPServing",
        "ServiceLifecycle": "StowageServer", "Subprocess": "GitHistory", "UnixSignals": "StowageServer", "Yams": "StowageServer",
    ]
}
