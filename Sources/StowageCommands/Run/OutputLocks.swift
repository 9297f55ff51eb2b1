import ContentHashing
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Keeps two `stage run`s out of each other's output: whoever replaces, makes or reads an output folder holds its lock.
///
/// The locks are files of the user's cache, one for each path, which the system gives back when the process ends, however it
/// ends. Runs with other outputs don't wait, so a command may call `stage run` itself.
final class OutputLocks: Sendable {
    private struct Lock: Sendable {
        let path: String
        let descriptor: Int32
    }

    private let locks: [Lock]

    /// Waits for the locks of all paths; always in the same order, so that two runs can't wait for each other.
    ///
    /// - Parameters:
    ///   - paths: Absolute, without links in their folders.
    ///   - onWait: Called once where somebody else holds one.
    /// - Throws: ``CommandError`` where the lock files can't be made, and `CancellationError`.
    init(_ paths: [String], environment: [String: String], onWait: () -> Void) async throws {
        let folder = Self.folder(environment: environment)
        var locks: [Lock] = []
        var hasSaid = false
        do {
            for name in Set(paths.map { Digest(hashing: Array($0.utf8)).hex }).sorted() {
                // Polled rather than waited for, so that a signal ends it and no thread hangs in it.
                while true {
                    try Task.checkCancellation()
                    if let lock = try Self.take("\(folder)/\(name)") {
                        locks.append(lock)
                        break
                    }
                    if !hasSaid { onWait() }
                    hasSaid = true
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
        } catch {
            Self.release(locks)
            throw error
        }
        self.locks = locks
    }

    deinit { Self.release(locks) }

    /// - Returns: `nil` where somebody holds it.
    private static func take(_ path: String) throws -> Lock? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandError(.failed, "can't make the lock \(path): \(CommandError.text(ofErrno: errno)); set XDG_CACHE_HOME")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK || code == EINTR else {
                throw CommandError(.failed, "can't take the lock \(path): \(CommandError.text(ofErrno: code))")
            }
            return nil
        }
        // Whoever had it before has removed the file: the lock of a file that nobody can find any more is none.
        var held = stat()
        var there = stat()
        guard fstat(descriptor, &held) == 0, stat(path, &there) == 0, held.st_ino == there.st_ino, held.st_dev == there.st_dev else {
            close(descriptor)
            return nil
        }
        return Lock(path: path, descriptor: descriptor)
    }

    /// Removes the files while they are held, so that they don't pile up.
    private static func release(_ locks: [Lock]) {
        for lock in locks {
            unlink(lock.path)
            close(lock.descriptor)
        }
    }

    /// `$XDG_CACHE_HOME/stowage/locks`, else `~/.cache/stowage/locks`, else a folder for temporary files; made where it is
    /// missing.
    static func folder(environment: [String: String]) -> String {
        let given = [environment["XDG_CACHE_HOME"], environment["HOME"].flatMap { $0.isEmpty ? nil : $0 + "/.cache" }]
        let temporary = "\(environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp")/stowage-\(getuid())"
        for parent in given.compactMap({ $0 }).filter({ $0.hasPrefix("/") }).map({ $0 + "/stowage" }) + [temporary] {
            let folder = parent + "/locks"
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                if access(folder, W_OK) == 0 { return folder }
            } catch {
                continue
            }
        }
        return temporary + "/locks"
    }
}
