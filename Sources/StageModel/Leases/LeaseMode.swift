package enum LeaseMode: String, Hashable, Sendable, Codable, CaseIterable {
    /// One holder.
    case exclusive
    /// Any number of holders, all shared.
    case shared
}
