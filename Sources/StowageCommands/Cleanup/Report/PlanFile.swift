import Retention

/// A plan as a file.
enum PlanFile {
    /// - Throws: ``CommandError``.
    static func read(_ path: String) throws -> CleanupPlan {
        let bytes = try TextFile.bytes(of: path)
        do {
            return try CleanupPlan(parsing: bytes)
        } catch let error as RetentionError {
            throw CommandError(.failed, "\(path): \(error.message)")
        } catch {
            throw CommandError(.failed, "\(path) is not a plan that \"stowage cleanup plan --save\" made", cause: error)
        }
    }
}
