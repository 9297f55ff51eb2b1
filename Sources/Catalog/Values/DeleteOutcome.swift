/// What became of a request to delete.
package enum DeleteOutcome: Hashable, Sendable {
    case deleted
    /// The repository exists and does not hold it.
    case unknown
    case repositoryUnknown
}
