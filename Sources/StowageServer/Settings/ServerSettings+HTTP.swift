extension ServerSettings {
    /// How long connections and requests may take, and how many there may be.
    package struct HTTP: Hashable, Sendable {
        package var idleTimeout: Duration
        package var bodyTimeout: Duration
        package var maximumConnections: Int
        package var shutdownTimeout: Duration

        /// - Parameters:
        ///   - idleTimeout: a connection that has no request in progress is closed after this time.
        ///   - bodyTimeout: a request whose body sends nothing for this time is refused, and a client that takes nothing of its
        ///     answer for this time is disconnected.
        ///   - maximumConnections: at this number the server accepts no more until one closes.
        ///   - shutdownTimeout: how long requests in flight may take after the signal to stop; then they are cut off.
        package init(
            idleTimeout: Duration = .seconds(60),
            bodyTimeout: Duration = .seconds(30),
            maximumConnections: Int = 4096,
            shutdownTimeout: Duration = .seconds(30)
        ) {
            self.idleTimeout = idleTimeout
            self.bodyTimeout = bodyTimeout
            self.maximumConnections = maximumConnections
            self.shutdownTimeout = shutdownTimeout
        }

        init(_ reader: SettingsReader) throws(SettingsError) {
            self.init(
                idleTimeout: try reader.value(SettingKeys.idleTimeout),
                bodyTimeout: try reader.value(SettingKeys.bodyTimeout),
                maximumConnections: try reader.value(SettingKeys.maximumConnections),
                shutdownTimeout: try reader.value(SettingKeys.shutdownTimeout))
        }
    }
}
