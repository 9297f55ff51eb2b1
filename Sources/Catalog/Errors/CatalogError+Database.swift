import GRDB

extension CatalogError {
    /// Gives an error of the database its place among the codes. The only place that knows SQLite's result codes.
    ///
    /// A `CancellationError` is handed through, and so is an error that is a ``CatalogError`` already.
    static func wrapping(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        let said = error.message ?? "no message"
        return switch error.resultCode {
        // The index of the log takes room too.
        case .SQLITE_FULL,
            .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE:
            CatalogError(.noSpace, "the catalog can't grow, the disk is full; free space in the file system of the data folder", cause: error)
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_NOMEM, .SQLITE_NOMEM:
            CatalogError(.internalFailure, "no memory was left for the catalog; give the process more", cause: error)
        case .SQLITE_IOERR:
            CatalogError(.io, "the catalog could not be read or written (\(said)); check the disk and the system's log", cause: error)
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_AUTH:
            CatalogError(
                .io, "the catalog could not be opened for writing (\(said)); check that the folder exists and who may write to it", cause: error)
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
            CatalogError(
                .busy, "another process keeps the catalog locked; end it (a sqlite3 shell with an open transaction?) and try again", cause: error)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT:
            CatalogError(.damaged, "the file is damaged or is not a catalog (\(said)); restore it, or move it away", cause: error)
        case .SQLITE_MISUSE where error.message == "Connection is closed":
            CatalogError.closed
        default:
            CatalogError(.internalFailure, "the catalog failed (\(said)); this is a fault of Stowage", cause: error)
        }
    }

    /// True where it is unknown which of the bytes written last are on the disk.
    static func leavesDiskInDoubt(_ error: any Error) -> Bool {
        (error as? DatabaseError)?.resultCode == .SQLITE_IOERR
    }
}
