import ContentHashing
import Glibc

extension GitWorkTree {
    /// Whether git finds an attribute of any kind in one of the places of gitattributes(5). To ask it for those of 50,000 files
    /// costs a fifth of all that is left to do when their digests are known.
    func mayHaveAttributes(_ index: GitIndex) async throws -> Bool {
        if index.hasAttributes || Self.mayExist(infoFile) { return true }
        guard let system = systemFile, !Self.mayExist(system) else { return true }
        if let user = userFile, Self.mayExist(user) { return true }
        let settings = try await git.run(["config", "--name-only", "--get-regexp", #"^(core\.attributesfile|attr\.tree)$"#], in: folder)
        // 1: neither is set.
        return settings.exitCode != 1
    }

    /// Git is built with the place of the system's attributes and tells it only from 2.41 on. Built for `/usr` it is this one.
    private var systemFile: String? {
        git.executable == "/usr/bin/git" ? "/etc/gitattributes" : nil
    }

    /// Where no setting names another.
    private var userFile: String? {
        if let folder = git.variable("XDG_CONFIG_HOME"), !folder.isEmpty { return "\(folder)/git/attributes" }
        return git.variable("HOME").map { "\($0)/.config/git/attributes" }
    }

    private static func mayExist(_ path: String) -> Bool {
        // What can't be looked at may be there.
        access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR)
    }
}
