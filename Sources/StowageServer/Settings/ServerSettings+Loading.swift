extension ServerSettings {
    /// Settings as they were found, and what to log about them once there is a logger.
    package struct Loaded: Sendable {
        package let settings: ServerSettings
        /// About variables that look like settings and aren't.
        package let warnings: [String]
    }

    /// Reads the settings from flags, then environment variables, then the file, then defaults.
    ///
    /// Each source is checked whole, also where another one overrides it. Blocks to read the file.
    ///
    /// - Parameter configurationFile: the path of the YAML file. No file is read unless named.
    /// - Throws: ``SettingsError``.
    package static func load(
        flags: [SettingsFlag] = [], environment: [String: String] = [:], configurationFile: String? = nil
    ) throws(SettingsError) -> Loaded {
        var fileEntries: [SettingsEntry] = []
        if let configurationFile {
            fileEntries = try SettingsFile(path: configurationFile).entries(in: SettingsFile.text(at: configurationFile))
        }
        return try Self.load(flags: flags, environment: environment, fileEntries: fileEntries)
    }

    static func load(
        flags: [SettingsFlag] = [], environment: [String: String] = [:], fileEntries: [SettingsEntry]
    ) throws(SettingsError) -> Loaded {
        let found = try SettingsEnvironment(environment)
        let reader = SettingsReader(flags: try Self.entries(of: flags), environment: environment, file: fileEntries)
        let settings = try ServerSettings(reader)
        try settings.checkListen()
        return Loaded(settings: settings, warnings: found.warnings)
    }

    private static func entries(of flags: [SettingsFlag]) throws(SettingsError) -> [SettingsEntry] {
        var entries: [SettingsEntry] = []
        for flag in flags {
            guard let row = SettingKeys.row(named: flag.key) else {
                throw SettingsError(.unknownKey, "\(flag.flag) sets '\(flag.key)', which is not a setting")
            }
            let entry = SettingsEntry(key: flag.key, text: flag.text, origin: flag.flag)
            guard row.accepts(flag.text) else { throw .malformed(row, entry) }
            entries.append(entry)
        }
        return entries
    }

    private func checkListen() throws(SettingsError) {
        guard !listen.isLoopback, !insecureListen else { return }
        throw SettingsError(
            .insecureListen,
            "listen is \(listen), where other machines can connect, and there is no TLS; to accept that, give --insecure-listen "
                + "(in the file 'insecureListen: true', in the environment \(SettingKeys.insecureListen.environmentName)=true), "
                + "or listen on 127.0.0.1:\(listen.port)")
    }
}
