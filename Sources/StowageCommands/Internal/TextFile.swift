import FoundationEssentials
import Glibc

/// A file of text, whole.
enum TextFile {
    /// - Throws: ``CommandError``.
    static func read(_ path: String) throws -> String {
        guard let text = String(validating: try bytes(of: path), as: UTF8.self) else {
            throw CommandError(.failed, "\(path) is not text in UTF-8")
        }
        return text
    }

    /// - Throws: ``CommandError``.
    static func bytes(of path: String) throws -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw CommandError(.failed, "can't read \(path): \(reason(error))")
        }
    }

    /// False where there surely is none.
    static func mayExist(_ path: String) -> Bool { access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR) }

    /// Replaces the file as a whole: it has the old bytes or the new ones.
    ///
    /// - Throws: ``CommandError``.
    static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandError(.failed, "can't write \(path): \(reason(error)); name a file in a folder that is there and that you may write to")
        }
    }

    /// What the system says, without the names and numbers that Foundation puts around it.
    private static func reason(_ error: any Error) -> String {
        guard let error = error as? CocoaError else { return "\(error)" }
        if let system = error.underlying as? POSIXError { return CommandError.text(ofErrno: system.code.rawValue) }
        switch error.code {
        case .fileNoSuchFile, .fileReadNoSuchFile: return "there is no such file"
        case .fileReadNoPermission, .fileWriteNoPermission: return "you may not"
        default: return "error \(error.code.rawValue)"
        }
    }
}
