import Glibc

/// Two actions of `posix_spawn` that glibc hides from Swift, since they are not in POSIX yet.
enum SpawnActions {
    private typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
    private typealias ChangeFolder = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>) -> Int32

    /// Closes every descriptor from `first` up in the child.
    static func close(from first: Int32, in actions: inout posix_spawn_file_actions_t) throws(ChildProcessError) {
        let code = unsafeBitCast(try symbol("posix_spawn_file_actions_addclosefrom_np"), to: CloseFrom.self)(&actions, first)
        guard code == 0 else { throw ChildProcessError(program: "closefrom", code: code) }
    }

    /// Starts the child in another folder.
    static func change(to folder: String, in actions: inout posix_spawn_file_actions_t) throws(ChildProcessError) {
        let code = unsafeBitCast(try symbol("posix_spawn_file_actions_addchdir_np"), to: ChangeFolder.self)(&actions, folder)
        guard code == 0 else { throw ChildProcessError(program: "chdir", code: code) }
    }

    private static func symbol(_ name: String) throws(ChildProcessError) -> UnsafeMutableRawPointer {
        guard let symbol = dlsym(nil, name) else { throw ChildProcessError(program: name, code: ENOSYS) }
        return symbol
    }
}
