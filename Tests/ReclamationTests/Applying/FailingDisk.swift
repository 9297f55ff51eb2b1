import GRDB
import Synchronization
import Testing

@testable import Catalog

#if canImport(Glibc)
    import Glibc
#endif

/// Makes the file calls of a catalog's writer fail: reads, writes, syncs and truncations, of the database and of its log.
///
/// SQLite calls them through a table of functions, which is replaced by one that counts. One catalog at a time.
enum FailingDisk {
    enum Fault: CaseIterable {
        /// One call fails as an `EIO` does.
        case error
        /// One call that needs room fails as an `ENOSPC` does.
        case full
        /// All calls fail from there on, as if the machine had gone.
        case crash
    }

    private typealias Transfer = @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, Int32, Int64) -> Int32
    private typealias Truncate = @convention(c) (UnsafeMutableRawPointer?, Int64) -> Int32
    private typealias Sync = @convention(c) (UnsafeMutableRawPointer?, Int32) -> Int32

    private struct State {
        var fault: Fault?
        var callsLeft = 0
        var failures = 0
    }

    private static let state = Mutex(State())
    /// SQLite's own table, of which all files have the same functions for these.
    private static let original = Mutex<UInt>(0)

    /// How many calls have failed since ``plan(_:after:)``.
    static var failures: Int { state.withLock { $0.failures } }

    /// Lets a call fail that comes after `count` more.
    static func plan(_ fault: Fault, after count: Int) {
        state.withLock { $0 = State(fault: fault, callsLeft: count) }
    }

    static func clear() {
        state.withLock { $0 = State() }
    }

    /// Puts itself between a catalog and its disk.
    static func watch(_ catalog: Catalog) async throws {
        clear()
        try await catalog.pool.writeWithoutTransaction { db in
            // The log is there once something was written.
            try db.execute(sql: "UPDATE statistics SET value = value WHERE name = 'blobs'")
            let database = try #require(db.sqliteConnection)
            for what in [Int32(7), 28] {
                let file = try file(what, of: database)
                let table = UnsafeMutableRawPointer.allocate(byteCount: 19 * 8, alignment: 8)
                let own = try #require(UnsafeRawPointer(bitPattern: file.load(as: UInt.self)))
                table.copyMemory(from: own, byteCount: 19 * 8)
                original.withLock { $0 = UInt(bitPattern: own) }
                table.storeBytes(of: read, toByteOffset: 16, as: Transfer.self)
                table.storeBytes(of: write, toByteOffset: 24, as: Transfer.self)
                table.storeBytes(of: truncate, toByteOffset: 32, as: Truncate.self)
                table.storeBytes(of: sync, toByteOffset: 40, as: Sync.self)
                file.storeBytes(of: UInt(bitPattern: table), as: UInt.self)
            }
        }
    }

    /// `SQLITE_FCNTL_FILE_POINTER` is 7, `SQLITE_FCNTL_JOURNAL_POINTER` is 28.
    private static func file(_ what: Int32, of database: OpaquePointer) throws -> UnsafeMutableRawPointer {
        typealias Control = @convention(c) (OpaquePointer?, UnsafePointer<CChar>?, Int32, UnsafeMutableRawPointer?) -> Int32
        let symbol = try #require(dlsym(nil, "sqlite3_file_control"))
        let control = withUnsafePointer(to: symbol) { UnsafeRawPointer($0).load(as: Control.self) }
        var file: UnsafeMutableRawPointer?
        let result = withUnsafeMutablePointer(to: &file) { control(database, "main", what, $0) }
        try #require(result == 0)
        return try #require(file)
    }

    private static func function<Function>(at offset: Int, _ type: Function.Type) -> Function? {
        UnsafeRawPointer(bitPattern: original.withLock { $0 })?.load(fromByteOffset: offset, as: type)
    }

    private static func fails(needsRoom: Bool) -> Bool {
        state.withLock { state in
            guard let fault = state.fault, fault != .full || needsRoom else { return false }
            guard state.callsLeft == 0 else {
                state.callsLeft -= 1
                return false
            }
            state.failures += 1
            if fault != .crash { state.fault = nil }
            return true
        }
    }

    private static var isFull: Bool { state.withLock { $0.fault == .full } }

    private static let read: Transfer = { file, buffer, count, offset in
        // SQLITE_IOERR_READ
        if fails(needsRoom: false) { return 266 }
        return function(at: 16, Transfer.self)?(file, buffer, count, offset) ?? 1
    }

    private static let write: Transfer = { file, buffer, count, offset in
        // SQLITE_FULL, SQLITE_IOERR_WRITE
        let isFull = isFull
        if fails(needsRoom: true) { return isFull ? 13 : 778 }
        return function(at: 24, Transfer.self)?(file, buffer, count, offset) ?? 1
    }

    private static let truncate: Truncate = { file, size in
        // SQLITE_IOERR_TRUNCATE
        if fails(needsRoom: false) { return 1546 }
        return function(at: 32, Truncate.self)?(file, size) ?? 1
    }

    private static let sync: Sync = { file, flags in
        // SQLITE_IOERR_FSYNC
        if fails(needsRoom: false) { return 1034 }
        return function(at: 40, Sync.self)?(file, flags) ?? 1
    }
}
