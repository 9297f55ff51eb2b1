import Glibc

extension BlobStoreError {
    /// The one place where an errno becomes a code and a sentence that says what to do.
    ///
    /// - Parameter purpose: what was being done, as in "could not PURPOSE".
    init(_ error: FileError, while purpose: String) {
        self.init(Self.code(of: error.errno), "could not \(purpose): \(Self.advice(for: error))", cause: error)
    }

    private static func code(of errno: Int32) -> Code {
        switch errno {
        case ENOSPC, EDQUOT: .noSpace
        case EMFILE, ENFILE: .tooManyOpenFiles
        default: .io
        }
    }

    private static func advice(for error: FileError) -> String {
        switch error.errno {
        case ENOSPC:
            "the disk that holds \(error.path) is full; remove images or let the collector run, or enlarge the disk"
        case EDQUOT:
            "the disk quota for \(error.path) is used up; remove images or raise the quota"
        case EMFILE:
            "the process has too many files open; raise its limit (ulimit -n, LimitNOFILE)"
        case ENFILE:
            "the system has too many files open; raise fs.file-max"
        case EIO:
            "the disk reported an error on \(error.path); look at the kernel's log (dmesg) and check the disk"
        case EROFS:
            "\(error.path) is on a file system mounted read-only; after a disk error the kernel does that itself, see dmesg"
        case EACCES, EPERM:
            "the process may not use \(error.path); give the data folder and everything in it to the user that runs the server"
        case ENOENT:
            "\(error.path) is missing; something other than the server removed it, restart to have missing folders made again"
        case ENOTDIR, EISDIR, ELOOP:
            "\(error.path) is not of the right kind (file or folder); something other than the server changed the data folder"
        case ENAMETOOLONG:
            "the path \(error.path) is too long; use a shorter data folder"
        case EFBIG:
            "\(error.path) would be larger than the file system or the process's limit (ulimit -f) allows"
        case EXDEV:
            "\(error.path) is on another file system; the whole data folder must be on one"
        default:
            "\(error.reason) on \(error.path)"
        }
    }
}
