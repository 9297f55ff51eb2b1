extension PolicyLayer {
    /// What the `cleanup` section of a `werf.yaml` says.
    ///
    /// - Parameter name: The file, as messages call it.
    /// - Returns: `nil` where the file has no such section.
    /// - Throws: ``RetentionError`` with code `policy`, with the line.
    package init?(werfConfiguration text: String, name: String) throws {
        return nil
    }
}
