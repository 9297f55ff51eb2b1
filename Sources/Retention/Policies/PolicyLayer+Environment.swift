extension PolicyLayer {
    /// What the environment says.
    ///
    /// - Throws: ``RetentionError`` with code `policy`, which names the variable.
    package init(environment: [String: String]) throws {
        self.init()
    }
}
