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
    private let descriptors: [Int32]

    /// Waits for the locks of all paths; always in the same order, so that two runs can't wait for each other.
    ///
    /// - Parameters:
    ///   - paths: Absolute, without links in their folders.
    ///   - onWait: Called once where somebody else holds one.
    /// - Throws: ``CommandError`` where the lock files can't be made, and `CancellationError`.
    init(_ paths: [String], environment: [String: String], onWait: () -> Void) async throws {
        let folder = Self.folder(environment: environment)
        var descriptors: [Int32] = []
        var hasSaid = false
        do {
            for name in Set(paths.map { Digest(hashing: Array($0.utf8)).hex }).sorted() {
                try Task.checkCancellation()
                let descriptor = open("\(folder)/\(name)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
                guard descriptor >= 0 else {
                    throw CommandError(.failed, "can't make the lock \(folder)/\(name): \(CommandError.text(ofErrno: errno)); set XDG_CACHE_HOME")
                }
                descriptors.append(descriptor)
                // Polled rather than waited for, so that a signal ends it and no thread hangs in it.
                while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                    guard errno == EWOULDBLOCK || errno == EINTR else {
                        throw CommandError(.failed, "can't take the lock \(folder)/\(name): \(CommandError.text(ofErrno: errno))")
                    }
                    if !hasSaid { onWait() }
                    hasSaid = true
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
        } catch {
            for descriptor in descriptors { close(descriptor) }
            throw error
        }
        self.descriptors = descriptors
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
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
