// swift-tools-version: 6.2
import PackageDescription

// Each target is a room with one job; a room imports only what it names here. `Sources/README.md` has the table, the
// build checks it with `--explicit-target-dependency-import-check error`, and `ImportTableTests` holds every file to it.

// Set by `scripts/test`. As a setting of these targets it leaves the dependencies alone, which the compiler's flag does not.
let warnings: [SwiftSetting] = Context.environment["STOWAGE_WARNINGS_AS_ERRORS"] == "1" ? [.treatAllWarnings(as: .error)] : []

let swiftSettings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + warnings

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdTLS = product(name: "HummingbirdTLS", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let logging = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "Metrics", package: "swift-metrics")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioEmbedded = product(name: "NIOEmbedded", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
    static let nioHTTPTypesHTTP1 = product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
    static let yams = product(name: "Yams", package: "Yams")
}

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(_ room: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(name: room + "Tests", dependencies: dependencies, exclude: exclude, swiftSettings: swiftSettings)
}

let package = Package(
    name: "stowage",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "stowage", targets: ["stowage"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0", traits: [.defaults, "Logging"]),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        // Without its trait for Foundation: bytes and strings are all that is read from a program.
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2", traits: []),
    ],
    targets: [
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        room("ContentHashing", [.crypto]),
        room("OCIModel", ["ContentHashing"]),
        room("StageModel", ["ContentHashing", "OCIModel"]),
        room("StageSigning", ["ContentHashing", "StageModel"]),
        room("YAMLText", [.yams]),
        room("Retention", ["ContentHashing", "OCIModel", "StageModel", "YAMLText"]),
        room("LayerArchive", ["ContentHashing", "CZlib"]),
        room("GitHistory", ["ContentHashing", "StageModel", .subprocess]),
        room(
            "WorkloadInventory",
            ["ContentHashing", "OCIModel", "StageModel", "YAMLText", .asyncHTTPClient, .logging, .nioCore, .nioHTTP1, .nioSSL, .subprocess]),
        room("BlobStore", ["ContentHashing", "OCIModel", .nioCore, .nioPosix, .logging]),
        room("Catalog", ["ContentHashing", "OCIModel", "StageModel", .grdb, .logging]),
        room("ImageStore", ["ContentHashing", "OCIModel", "StageModel", "BlobStore", "Catalog", .nioCore, .logging]),
        room("StageCache", ["ContentHashing", "OCIModel", "StageModel", "Catalog", "ImageStore", .logging, .nioCore]),
        room(
            "Reclamation",
            ["ContentHashing", "OCIModel", "StageModel", "Retention", "BlobStore", "Catalog", "ImageStore", .logging, .nioCore]),
        room("Access", ["OCIModel"]),
        room(
            "HTTPServing",
            [
                "OCIModel", "BlobStore", "Access", .hummingbird, .hummingbirdCore, .httpTypes, .logging, .metrics, .nioCore, .nioHTTP1,
                .nioHTTPTypes, .nioHTTPTypesHTTP1,
            ]),
        room(
            "RegistryHTTP",
            [
                "ContentHashing", "OCIModel", "BlobStore", "Catalog", "ImageStore", "Access", "HTTPServing", .hummingbird, .httpTypes, .logging,
                .nioCore,
            ]),
        room(
            "ControlHTTP",
            [
                "ContentHashing", "OCIModel", "StageModel", "Retention", "BlobStore", "Catalog", "ImageStore", "StageCache", "Reclamation", "Access",
                "HTTPServing", .hummingbird, .httpTypes, .logging, .nioCore,
            ]),
        room(
            "StowageServer",
            [
                "ContentHashing", "OCIModel", "StageModel", "YAMLText", "Retention", "GitHistory", "WorkloadInventory", "BlobStore", "Catalog",
                "ImageStore", "StageCache", "Reclamation", "Access", "HTTPServing", "RegistryHTTP", "ControlHTTP", .configuration, .hummingbird,
                .logging, .metrics, .nioCore, .serviceLifecycle, .unixSignals,
            ]),
        room(
            "RegistryClient", ["ContentHashing", "OCIModel", "StageModel", "Retention", .asyncHTTPClient, .logging, .nioCore, .nioHTTP1, .nioPosix]),
        room(
            "StowageCommands",
            [
                "ContentHashing", "OCIModel", "StageModel", "YAMLText", "StageSigning", "Retention", "LayerArchive", "GitHistory",
                "WorkloadInventory", "StowageServer", "RegistryClient", .argumentParser, .logging, .nioCore,
            ]),
        .executableTarget(name: "stowage", dependencies: ["StowageCommands"], swiftSettings: swiftSettings),
        room(
            "StowageTestSupport",
            [
                "ContentHashing", "OCIModel", "StageModel", "Retention", "BlobStore", "Catalog", "ImageStore", "Reclamation", "Access",
                "HTTPServing", "StowageServer", .asyncHTTPClient, .httpTypes, .logging, .nioCore, .nioHTTP1, .nioPosix, .serviceLifecycle,
            ]),

        tests("ContentHashing", ["ContentHashing", "StowageTestSupport"]),
        tests("OCIModel", ["ContentHashing", "OCIModel", "StowageTestSupport"]),
        tests("StageModel", ["ContentHashing", "OCIModel", "StageModel", "StowageTestSupport"]),
        tests("StageSigning", ["ContentHashing", "StageModel", "StageSigning", "StowageTestSupport"]),
        tests("YAMLText", ["YAMLText"]),
        tests("Retention", ["ContentHashing", "OCIModel", "StageModel", "YAMLText", "Retention", "StowageTestSupport"], exclude: []),
        tests("LayerArchive", ["ContentHashing", "LayerArchive", "StowageTestSupport"]),
        tests("GitHistory", ["ContentHashing", "StageModel", "GitHistory", "StowageTestSupport"]),
        tests(
            "WorkloadInventory",
            [
                "ContentHashing", "OCIModel", "StageModel", "WorkloadInventory", "StowageTestSupport", .hummingbird, .hummingbirdCore,
                .hummingbirdTLS,
                .httpTypes, .logging, .nioCore, .nioSSL,
            ]),
        tests("BlobStore", ["ContentHashing", "OCIModel", "BlobStore", "StowageTestSupport", .logging, .nioCore]),
        tests("Catalog", ["ContentHashing", "OCIModel", "StageModel", "Catalog", "StowageTestSupport", .grdb, .logging]),
        tests(
            "ImageStore",
            [
                "ContentHashing", "OCIModel", "StageModel", "BlobStore", "Catalog", "ImageStore", "StowageServer", "StowageTestSupport", .grdb,
                .logging, .nioCore,
            ]),
        tests(
            "StageCache",
            [
                "ContentHashing", "OCIModel", "StageModel", "BlobStore", "Catalog", "ImageStore", "StageCache", "StowageTestSupport", .logging,
                .nioCore,
            ]),
        tests(
            "Reclamation",
            [
                "ContentHashing", "OCIModel", "StageModel", "Retention", "BlobStore", "Catalog", "ImageStore", "Reclamation", "StowageTestSupport",
                .grdb, .logging, .nioCore,
            ]),
        tests(
            "HTTPServing",
            [
                "OCIModel", "Access", "HTTPServing", "StowageTestSupport", .httpTypes, .hummingbird, .logging, .metrics, .nioCore, .nioEmbedded,
                .nioHTTP1,
                .nioHTTPTypes,
            ]),
        tests(
            "RegistryHTTP",
            [
                "ContentHashing", "OCIModel", "BlobStore", "Catalog", "ImageStore", "Reclamation", "Access", "HTTPServing", "RegistryHTTP",
                "ControlHTTP",
                "StowageServer", "StowageTestSupport", .asyncHTTPClient, .httpTypes, .hummingbird, .logging, .nioCore, .nioEmbedded,
            ]),
        tests(
            "ControlHTTP",
            [
                "ContentHashing", "OCIModel", "StageModel", "Retention", "BlobStore", "Catalog", "ImageStore", "StageCache", "Reclamation", "Access",
                "HTTPServing", "ControlHTTP", "StowageServer", "StowageTestSupport", .asyncHTTPClient, .httpTypes, .hummingbird, .logging, .nioCore,
                .nioEmbedded,
            ]),
        tests(
            "StowageServer",
            [
                "ContentHashing", "OCIModel", "StageModel", "Retention", "GitHistory", "BlobStore", "Catalog", "ImageStore", "Reclamation",
                "HTTPServing", "ControlHTTP", "StowageServer", "StowageTestSupport", .logging,
            ]),
        tests(
            "RegistryClient", ["ContentHashing", "OCIModel", "StageModel", "Retention", "RegistryClient", "StowageTestSupport", .logging, .nioCore]),
        tests(
            "StowageCommands",
            [
                "ContentHashing", "OCIModel", "StageModel", "YAMLText", "StageSigning", "Retention", "LayerArchive", "GitHistory",
                "WorkloadInventory",
                "StowageServer", "RegistryClient", "StowageCommands", "StowageTestSupport", .argumentParser, .logging, .nioCore,
            ], exclude: ["CI/Fixtures"]),
        .testTarget(
            name: "ArchitectureTests", dependencies: ["StowageTestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "ClientTests",
            dependencies: ["stowage", "ContentHashing", "OCIModel", "StageModel", "Retention", "StowageTestSupport", .asyncHTTPClient, .nioCore],
            exclude: ["Scripts"], swiftSettings: swiftSettings),
        .testTarget(
            name: "CrashTests",
            dependencies: [
                "stowage", "ContentHashing", "OCIModel", "StageModel", "Retention", "BlobStore", "Catalog", "ImageStore", "Reclamation",
                "StowageTestSupport", .asyncHTTPClient, .logging, .nioCore,
            ],
            swiftSettings: swiftSettings),
    ],
    swiftLanguageModes: [.v6]
)

// The benchmarks stand in this manifest because a nested package can't see `package` declarations, and behind a variable
// so that nobody else waits for what they depend on. `Benchmarks/README.md` says how to run them.
if Context.environment["STOWAGE_BENCHMARKS"] != nil {
    // Without `traits: []` it asks for a malloc interposer that isn't published; allocation counts then read 0.
    package.dependencies.append(.package(url: "https://github.com/ordo-one/benchmark.git", from: "1.38.1", traits: []))
    package.products += [
        .executable(name: "registry-load", targets: ["RegistryLoad"]),
        .executable(name: "hash-rate", targets: ["HashRate"]),
        .executable(name: "apply-rate", targets: ["ApplyRate"]),
        .executable(name: "plan-rate", targets: ["PlanRate"]),
        .executable(name: "collection-rate", targets: ["CollectionRate"]),
    ]
    package.targets += [
        .executableTarget(
            name: "HashingBenchmarks", dependencies: ["ContentHashing", .product(name: "Benchmark", package: "benchmark")],
            path: "Benchmarks/HashingBenchmarks", swiftSettings: swiftSettings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
        .executableTarget(
            name: "HashRate", dependencies: ["ContentHashing", .argumentParser], path: "Benchmarks/HashRate", swiftSettings: swiftSettings),
        .executableTarget(
            name: "ApplyRate",
            dependencies: [
                "ContentHashing", "OCIModel", "StageModel", "BlobStore", "Catalog", "ImageStore", "Reclamation", .argumentParser, .logging,
            ], path: "Benchmarks/ApplyRate", swiftSettings: swiftSettings),
        .executableTarget(
            name: "PlanRate", dependencies: ["ContentHashing", "OCIModel", "StageModel", "Retention", "GitHistory", .argumentParser],
            path: "Benchmarks/PlanRate", swiftSettings: swiftSettings),
        .executableTarget(
            name: "CollectionRate",
            dependencies: [
                "ContentHashing", "OCIModel", "StageModel", "BlobStore", "Catalog", "ImageStore", "Reclamation", .argumentParser, .logging,
            ], path: "Benchmarks/CollectionRate", swiftSettings: swiftSettings),
        .executableTarget(
            name: "RegistryLoad", dependencies: ["ContentHashing", .argumentParser], path: "Benchmarks/RegistryLoad",
            swiftSettings: swiftSettings),
    ]
}
