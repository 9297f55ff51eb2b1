import FoundationEssentials
import StageModel

extension GitRepository {
    /// The commits whose parents a shallow clone has not; none in a whole clone.
    ///
    /// - Throws: ``GitError`` with code `failed` where the list can't be read.
    func shallowCommits() throws -> [CommitID] {
        let path = commonFolder + "/shallow"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        do {
            return try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self).split(separator: "\n").compactMap { CommitID($0) }
        } catch {
            throw GitError(.failed, "can't read \(path), which says where this shallow clone ends: \(error)", cause: error)
        }
    }
}
