package enum LeaseMode: String, Hashable, Sendable, Codable, CaseIterable {
    /// One holder.
    case exclusive
    /// Any number of holders, all shared.
    case shared

    package init(from decoder: any Decoder) throws {
        self = try decoder.parsed("a mode is 'exclusive' or 'shared'") { LeaseMode(rawValue: $0) }
    }
}
