import Catalog
import FoundationEssentials
import StageModel
import StowageTestSupport
import Testing

@testable import ControlHTTP

/// Locks through a restart of the server. At werf's own they are gone, and the builder that renews one panics.
@Suite struct WerfRestartTests {
    @Test func aLockIsStillHeldAfterARestart() async throws {
        try await Self.withFolder { folder in
            let handle = try await WerfWorld.with(data: folder) { world async throws in
                let answer = try await world.post("/c/locker/acquire", #"{"lockName":"p.sig"}"#).text
                #expect(answer.hasSuffix(#""lockName":"p.sig"},"err":""}"# + "\n"))
                let shared = try await world.post("/c/locker/acquire", #"{"lockName":"shared","opts":{"shared":true}}"#).text
                return (exclusive: Self.handle(of: answer), shared: Self.handle(of: shared))
            }
            try await WerfWorld.with(data: folder) { world async throws in
                try await world.hold(
                    WerfConversation(
                        "held as before",
                        .post("/c/locker/acquire", #"{"lockName":"p.sig"}"#, #"{"lockHandle":{"uuid":"","lockName":""},"err":"should wait"}"#),
                        .post("/c/locker/renew-lease", #"{"lockHandle":\#(handle.exclusive)}"#, #"{"err":""}"#),
                        .post("/c/locker/renew-lease", #"{"lockHandle":\#(handle.shared)}"#, #"{"err":""}"#),
                        .post(
                            "/c/locker/acquire", #"{"lockName":"shared","opts":{"shared":true}}"#,
                            #"{"lockHandle":{"uuid":"<a>","lockName":"shared"},"err":""}"#),
                        .post("/c/locker/release", #"{"lockHandle":\#(handle.exclusive)}"#, #"{"err":""}"#),
                        .post("/c/locker/acquire", #"{"lockName":"p.sig"}"#, #"{"lockHandle":{"uuid":"<b>","lockName":"p.sig"},"err":""}"#)))
            }
        }
    }

    /// A lock of an hour ago, of a server that went down then: its holder couldn't renew it, and gets its time again.
    @Test func theTimeIsCountedAnewFromTheStart() async throws {
        try await Self.withFolder { folder in
            let clock = TestClock(Timestamp.now().advanced(by: .seconds(-3600)))
            let catalog = try TemporaryCatalog.open(at: folder + "/catalog.sqlite", clock: clock)
            let locks = WerfLocks(catalog: catalog, client: try #require(WerfName("c")))
            let old = try await locks.acquire(WerfAcquireRequest(lockName: "p.sig", options: .init()))
            await #expect(throws: WerfRefusal.shouldWait) {
                try await locks.acquire(WerfAcquireRequest(lockName: "p.sig", options: .init(acquirerID: "next")))
            }
            try await catalog.close()

            try await WerfWorld.with(data: folder) { world async throws in
                try await world.hold(
                    WerfConversation(
                        "held, and the line stands",
                        .post("/c/locker/acquire", #"{"lockName":"p.sig"}"#, #"{"lockHandle":{"uuid":"","lockName":""},"err":"should wait"}"#),
                        .post("/c/locker/release", #"{"lockHandle":{"uuid":"\#(old.uuid)","lockName":"p.sig"}}"#, #"{"err":""}"#),
                        .post(
                            "/c/locker/acquire", #"{"lockName":"p.sig","opts":{"acquirerId":"late"}}"#,
                            #"{"lockHandle":{"uuid":"","lockName":""},"err":"should wait"}"#),
                        .post(
                            "/c/locker/acquire", #"{"lockName":"p.sig","opts":{"acquirerId":"next"}}"#,
                            #"{"lockHandle":{"uuid":"<a>","lockName":"p.sig"},"err":""}"#)))
            }
        }
    }

    @Test func listsAreThereAfterARestart() async throws {
        try await Self.withFolder { folder in
            let stored = #"{"projectName":"p","signature":"aa","stages":[{"signature":"aa","uniqueID":1}]}"#
            try await WerfWorld.with(data: folder) { world async throws in
                #expect(try await world.post("/c/stages-storage-cache/store-stages-by-signature", stored).text == #"{"err":""}"# + "\n")
            }
            try await WerfWorld.with(data: folder) { world async throws in
                let answer = try await world.post("/c/stages-storage-cache/get-all-stages", #"{"projectName":"p"}"#).text
                #expect(answer == #"{"err":"","found":true,"stages":[{"signature":"aa","uniqueID":1}]}"# + "\n")
            }
        }
    }

    private static func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stowage-werf-\(UUID().uuidString.lowercased())").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    /// The handle of an acquisition's answer, as JSON.
    private static func handle(of answer: String) -> String {
        let start = answer.dropFirst(#"{"lockHandle":"#.count)
        return String(start.prefix { $0 != "}" }) + "}"
    }
}
