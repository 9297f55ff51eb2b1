/// Writes a folder, a file or a ready archive as a layer: a tar that depends on nothing but the tree, compressed as one gzip
/// member on all cores.
///
/// **Same tree, same bytes.** Entries come folder by folder, each folder before its content, names in the order of their bytes.
/// Headers are ustar, with PAX records where ustar cannot say it. Owners are 0 without names; modes (set-user-id, set-group-id
/// and sticky bits too) and times are those on disk; see ``Options``. Files with several names in the folder are hard links
/// to the first of them; symbolic links are kept as they are. Extended attributes and access lists are not archived. The root itself is no entry: its mode would become the mode of
/// an image's `/`. Sockets are left out and told (``WrittenLayer/skipped``). The compressed bytes depend on the tar, the level
/// and the version of libz alone, not on cores or threads.
///
/// **Refused:** devices and named pipes unless asked for; names that begin with `.wh.`, which would delete something where the
/// layer is applied; what a ``LayerExtractor`` would refuse as too long or too deep; a file that changes while it is read.
///
/// **Memory:** a few MiB, less than one for each thread, the names of the folders on the path being read, and the hard links.
///
/// **Cancellation** of the task ends the writing soon, with `CancellationError`. Whatever happens, no thread is running any more
/// when a call returns or throws.
package struct LayerWriter: Sendable {
    package let options: Options

    /// What compresses: with another one the compressed bytes may be others, and so the digest; never the diffID.
    package static var compressor: String { "libz \(BlockDeflater.libraryVersion)" }

    package init(options: Options = Options()) {
        self.options = options
    }

    /// Archives what a folder holds; of a path that is a file, that file.
    ///
    /// - Parameter sink: takes the gzip in pieces of up to about 128 KiB, or 256 KiB of a ready gzip, in order, one call at a time. While it waits, so does the
    ///   writing. What it throws is thrown.
    /// - Throws: ``LayerArchiveError``; the sink has taken bytes by then that are good for nothing.
    package func write(folder: String, to sink: ([UInt8]) async throws -> Void) async throws -> WrittenLayer {
        try await Compression.run(options, to: sink) { [options] in try TreeReader.read(folder, options, into: $0) }
    }

    /// Takes a ready archive: a tar is compressed, a gzip's bytes are passed on as they are and inflated on the side.
    ///
    /// The file is opened twice, so a pipe won't do. Every header of the tar is checked, and so is the gzip to its end; nothing is asked of the entries' paths.
    ///
    /// - Throws: ``LayerArchiveError`` as the other one, also for an archive that is neither.
    package func write(archive: String, to sink: ([UInt8]) async throws -> Void) async throws -> WrittenLayer {
        let format = try await NamedThread.run("layer-read") { try ArchiveFile(archive).format }
        switch format {
        case .gzip: return try await Passage.run(archive, to: sink)
        case .tar: return try await Compression.run(options, to: sink) { try ArchiveFile.read(archive, into: $0) }
        }
    }
}
