import BlobStore
import Catalog
import ContentHashing
import Foundation
import Glibc
import ImageStore
import OCIModel
import StageModel
import StowageTestSupport
import Synchronization
import Testing

@testable import Reclamation

/// What fails leaves everything as it was, or marked for the next time.
@Suite("A failure removes nothing that is needed, and is tried again")
struct CollectorFaultTests {
    @Test("unlink fails: backoff, and the next time it works", arguments: [EIO, EACCES, EMFILE])
    func unlinkFails(_ errno: Int32) async throws {
        let files = MemoryFileSystem()
        try await CollectorWorld.use(files) { world in
            let waste = try await world.push(blob: "waste")
            let other = try await world.push(blob: "other waste")
            try await world.collector.runOnce(orphans: false)
            world.clock.advance(by: CollectorWorld.grace * 2)
            files.plan(FileFault(.fail(errno: errno), on: .unlink, path: waste.hex, isLasting: true))
            var delay: Duration = .seconds(10)
            for attempt in 1...4 {
                try await world.collector.runOnce(orphans: false)
                let status = try await world.collector.status()
                #expect(status.totals.failures == Int64(attempt) && status.totals.deletedBlobs == 1 && status.blobReviews == 1)
                #expect(status.lastError?.contains("could not be removed") == true)
                #expect(try await !world.head(waste))
                world.clock.advance(by: delay - .milliseconds(1))
                try await world.collector.runOnce(orphans: true)
                #expect(try await world.collector.status().totals.failures == Int64(attempt), "not before its time, and it is no orphan")
                world.clock.advance(by: .milliseconds(1))
                delay *= 2
            }
            files.clearFaults()
            try await world.collector.runOnce(orphans: false)
            let status = try await world.collector.status()
            #expect(status.totals.deletedBlobs == 2 && status.blobReviews == 0 && status.lastError == nil)
            for digest in [waste, other] { #expect(try await !world.isStored(digest)) }
        }
    }

    @Test("unlink finds no room: the reserve is given up and it works")
    func unlinkFindsNoRoom() async throws {
        let files = MemoryFileSystem()
        try await withTemporaryDirectory { folder in
            let world = try await CollectorWorld.open(files, catalogIn: folder, reserveSize: 4096)
            let waste = try await world.push(blob: "waste")
            try await world.collector.runOnce(orphans: false)
            world.clock.advance(by: CollectorWorld.grace * 2)
            files.plan(FileFault(.fail(errno: ENOSPC), on: .unlink, path: waste.hex))
            try await world.collector.runOnce(orphans: false)
            #expect(try await !world.isStored(waste))
            #expect(try await world.collector.status().totals.failures == 0)
            #expect(files.contents(of: "/data/reserve") == nil)
            try await world.close()
        }
    }

    @Test("a catalog that can't be written stops the run, and nothing is removed")
    func catalogIsLocked() async throws {
        try await CollectorWorld.use(undoWindow: .zero) { world in
            let waste = try await world.push(blob: "waste")
            let image = try await world.push(image: "one", tags: ["a"])
            try await world.store.deleteManifest(image.digest, from: .app)
            try await world.collector.runOnce(orphans: false)
            world.clock.advance(by: CollectorWorld.grace * 2)
            let lock = try WriterLock("\(world.folder)/catalog.sqlite")
            await #expect(throws: (any Error).self) { try await world.collector.runOnce(orphans: true) }
            #expect(try await world.isStored(waste))
            let status = try await world.collector.status()
            #expect(status.totals.failures == 1 && status.totals.deletedBlobs == 0 && status.runs == 2 && !status.isRunning)
            #expect(status.lastError?.contains("another process keeps the catalog locked") == true)
            try lock.release()
            #expect(try await world.head(waste), "nothing is claimed any more")
            try await world.push(blob: "waste")
            try await world.collect()
            #expect(try await !world.isStored(waste))
        }
    }

    @Test("a row that can't be read stays, and its neighbours go")
    func damagedRow() async throws {
        try await CollectorWorld.use { world in
            let damaged = try await world.push(blob: "waste 0")
            for number in 1..<20 { try await world.push(blob: "waste \(number)") }
            let elsewhere = try await world.push(blob: "elsewhere", in: .other)
            try world.sqlite("UPDATE blobs SET digest = 'nonsense' WHERE digest = '\(damaged)'")
            try world.sqlite("UPDATE repositories SET name = 'NOT A NAME' WHERE name = 'other'")
            try await world.collect()
            var status = try await world.collector.status()
            #expect(status.totals.deletedBlobs == 19 && status.totals.failures == 2 && status.blobReviews == 2)
            #expect(try await world.isStored(damaged))
            #expect(try await world.isStored(elsewhere))
            try world.sqlite("UPDATE blobs SET digest = '\(damaged)' WHERE digest = 'nonsense'")
            try world.sqlite("UPDATE repositories SET name = 'other' WHERE name = 'NOT A NAME'")
            try await world.collect()
            status = try await world.collector.status()
            #expect(status.totals.deletedBlobs == 21 && status.lastError == nil)
        }
    }

    @Test("a manifest's row that can't be read stays, and its neighbours go")
    func damagedManifest() async throws {
        try await CollectorWorld.use(undoWindow: .zero) { world in
            var images: [Manifest] = []
            for number in 0..<5 { images.append(try await world.push(image: "layer \(number)")) }
            let index = try ManifestBuilder.index(of: images).manifest()
            try await world.store.publish(index, tags: ["a"], in: .app)
            try await world.store.deleteManifest(index.digest, from: .app)
            world.clock.advance(by: CollectorWorld.grace * 2)
            try world.sqlite("UPDATE manifests SET digest = 'nonsense' WHERE digest = '\(images[2].digest)'")
            try await world.collector.runOnce(orphans: false)
            let status = try await world.collector.status()
            #expect(status.totals.deletedManifests == 4 && status.totals.failures == 1 && status.manifestReviews == 1)
            try await world.collect()
            let layer = TestContent(Array("layer 2".utf8)).digest
            #expect(try await world.head(layer), "what it names stays")
        }
    }

    @Test("the mark is on the disk before a file is touched")
    func marksAreDurable() async throws {
        try await CollectorWorld.use { world in
            try await world.push(blob: "waste")
            try await world.collector.runOnce(orphans: false)
            world.clock.advance(by: CollectorWorld.grace * 2)
            let before = world.catalog.commitCounts.durableCommits
            let seen = Mutex<[String]>([])
            let (folder, catalog) = (world.folder, world.catalog)
            world.blobs.beforeRemoval { _ in
                let marks = try sqlite("SELECT count(*) FROM blobs WHERE is_deleting = 1", in: folder)
                seen.withLock { $0.append("\(marks) marked, \(catalog.commitCounts.durableCommits - before) commits") }
            }
            try await world.collector.runOnce(orphans: false)
            // The first of the two looked through the trash.
            #expect(seen.withLock { $0 } == ["1 marked, 2 commits"])
        }
    }

    // MARK: - Crashes, power cuts, and every call

    @Test("a crash after each step: the next run finishes", arguments: ["marked", "removed", "forgotten"])
    func crash(after step: String) async throws {
        try await withPrepared { files, folder, clock in
            try await withTemporaryDirectory { snapshot in
                let image = Mutex<MemoryFileSystem?>(nil)
                try await CollectorWorld.use(files, catalogIn: folder, clock: clock) { world in
                    let count = Mutex(0)
                    world.blobs.beforeRemoval { _ in
                        let isLast = count.withLock {
                            $0 += 1; return $0 == Self.waste.count
                        }
                        guard isLast, step == "marked" else { return }
                        try copyCatalog(folder, to: snapshot)
                        image.withLock { $0 = files.afterPowerCut(.losingAll) }
                    }
                    // No run forgets in time: another process has the catalog.
                    if step == "removed" {
                        let lock = Mutex<WriterLock?>(nil)
                        world.blobs.beforeRemoval { _ in
                            try lock.withLock { if $0 == nil { $0 = try WriterLock("\(folder)/catalog.sqlite") } }
                        }
                        do {
                            try await world.collector.runOnce(orphans: false)
                        } catch is OCIError {
                            // A slow run may want to decide about more meanwhile.
                        }
                        try copyCatalog(folder, to: snapshot)
                        try lock.withLock { try $0?.release() }
                        image.withLock { $0 = files.afterPowerCut(.losingBytes) }
                    } else {
                        try await world.collector.runOnce(orphans: false)
                        guard step == "forgotten" else { return }
                        try copyCatalog(folder, to: snapshot)
                        image.withLock { $0 = files.afterPowerCut(.losingAll) }
                    }
                }
                let crashed = try #require(image.withLock { $0 })
                try await expectWhole(crashed, snapshot, clock, "crashed after \(step)")
            }
        }
    }

    @Test("a power cut at any call", arguments: [false, true])
    func powerCut(orphans: Bool) async throws {
        try await withPrepared { prepared, folder, clock in
            for count in try await calls(prepared, folder, clock, orphans: orphans) {
                for outcome in [PowerCut.losingAll, .losingBytes, .losingSome(seed: UInt64(count))] {
                    try await withCopy(of: folder) { folder in
                        let files = prepared.afterPowerCut(.losingAll)
                        let clock = TestClock(clock.now)
                        try await CollectorWorld.use(files, catalogIn: folder, clock: clock) { world in
                            files.clearTrace()
                            files.cutPower(after: count)
                            try await world.collector.runOnce(orphans: orphans)
                        }
                        #expect(files.isCut)
                        try await expectWhole(files.afterPowerCut(outcome), folder, clock, "cut at call \(count), \(outcome)")
                    }
                }
            }
        }
    }

    @Test("an error at any call", arguments: [false, true])
    func everyErrno(orphans: Bool) async throws {
        try await withPrepared { prepared, folder, clock in
            for count in try await calls(prepared, folder, clock, orphans: orphans) {
                for errno in [ENOSPC, EIO, EMFILE, EDQUOT] {
                    try await withCopy(of: folder) { folder in
                        let files = prepared.afterPowerCut(.losingAll)
                        let clock = TestClock(clock.now)
                        try await CollectorWorld.use(files, catalogIn: folder, clock: clock) { world in
                            files.plan(FileFault(.fail(errno: errno), skipping: count))
                            try await world.collector.runOnce(orphans: orphans)
                            #expect(files.faultCount == 0)
                        }
                        #expect(files.openDescriptorCount == 0)
                        try await expectWhole(files.afterPowerCut(.losingSome(seed: 1)), folder, clock, "errno \(errno) at call \(count)")
                    }
                }
            }
        }
    }

    /// The calls of a run that are worth failing: all but most of the many lists.
    private func calls(_ prepared: MemoryFileSystem, _ folder: String, _ clock: TestClock, orphans: Bool) async throws -> [Int] {
        try await withCopy(of: folder) { folder in
            let files = prepared.afterPowerCut(.losingAll)
            let trace = try await CollectorWorld.use(files, catalogIn: folder, clock: TestClock(clock.now)) { world in
                files.clearTrace()
                try await world.collector.runOnce(orphans: orphans)
                return files.trace
            }
            let chosen = trace.indices.filter { trace[$0].operation != .list || $0 % 101 == 0 }
            #expect(trace.filter { $0.operation == .unlink }.count == Self.waste.count + (orphans ? Self.orphans.count : 0))
            return chosen
        }
    }

    static let waste = (0..<3).map { TestContent(count: 500 + $0, seed: UInt64(40 + $0)) }
    static let orphans = (0..<2).map { TestContent(count: 600 + $0, seed: UInt64(50 + $0)) }
    static let layer = TestContent(count: 5000, seed: 60)
    static let cache = TestContent(count: 700, seed: 61)

    /// A store with what is needed in several ways, with waste that is due, and with files without a row.
    private func withPrepared(_ body: (MemoryFileSystem, _ folder: String, TestClock) async throws -> Void) async throws {
        try await withTemporaryDirectory { folder in
            let (files, clock) = (MemoryFileSystem(), TestClock())
            try await CollectorWorld.use(files, catalogIn: folder, clock: clock) { world in
                for content in Self.waste + [Self.layer, Self.cache, TestContent(Array("{}".utf8))] {
                    _ = try await world.store.storeBlob(content.body, size: content.size, as: content.digest, in: .app)
                }
                var image = ManifestBuilder.image(layers: [])
                image.layers = [Descriptor(mediaType: MediaType("a/b"), digest: Self.layer.digest, size: Self.layer.size)]
                try await world.store.publish(try image.manifest(), tags: ["a"], in: .app)
                var index = ManifestBuilder.index()
                index.entries = [Descriptor(mediaType: MediaType("a/b"), digest: Self.cache.digest, size: Self.cache.size)]
                try await world.store.publish(try index.manifest(), tags: ["cache"], in: .app)
                for orphan in Self.orphans { _ = try await world.files.store(orphan) }
                try await world.collector.runOnce(orphans: false)
                world.clock.advance(by: CollectorWorld.grace * 2)
            }
            try await body(files, folder, clock)
        }
    }

    /// What is needed is there, byte for byte; and the next run finishes what was begun.
    private func expectWhole(_ files: MemoryFileSystem, _ folder: String, _ clock: TestClock, _ place: String) async throws {
        try await CollectorWorld.use(files, catalogIn: folder, clock: clock) { world in
            for content in [Self.layer, Self.cache] {
                let blob = try await world.store.blob(content.digest, in: .app)
                #expect(try await world.files.contents(of: blob.digest, size: blob.size) == content.bytes, "\(place)")
            }
            for content in Self.waste where try await world.catalog.blob(content.digest, in: .app) != nil {
                #expect(try await world.isStored(content.digest), "a row without bytes: \(place)")
            }
            for _ in 0..<2 { try await world.collect(orphans: true) }
            for content in Self.waste + Self.orphans {
                #expect(try await !world.isStored(content.digest), "\(place)")
            }
            let status = try await world.collector.status()
            #expect(status.lastError == nil && status.blobReviews == 0, "\(place)")
            #expect(try await world.store.statistics().blobs == 3, "\(place)")
            for content in [Self.layer, Self.cache] { #expect(try await world.head(content.digest), "\(place)") }
        }
    }

    private func withCopy<Value>(of folder: String, _ body: (_ folder: String) async throws -> Value) async throws -> Value {
        try await withTemporaryDirectory { copy in
            try copyCatalog(folder, to: copy)
            return try await body(copy)
        }
    }
}

private func copyCatalog(_ folder: String, to copy: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) where !name.hasSuffix("-shm") {
        try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(copy)/\(name)")
    }
}

/// Runs SQL beside the catalog, as an operator does.
@discardableResult
func sqlite(_ sql: String, in folder: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["sqlite3", "-cmd", ".timeout 5000", "\(folder)/catalog.sqlite", sql]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Unexpected(what: "sqlite3 ended with \(process.terminationStatus)") }
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
}

extension CollectorWorld {
    func sqlite(_ sql: String) throws {
        _ = try ReclamationTests.sqlite(sql, in: folder)
    }
}
