extension ServerSettings {
    /// What uploads may take.
    package struct Uploads: Hashable, Sendable {
        package var maximumSize: ByteCount?
        package var expireAfter: Duration
        package var inMemory: ByteCount

        /// - Parameters:
        ///   - maximumSize: the largest blob that is accepted; `nil` for any.
        ///   - expireAfter: an upload without progress for this time is given up and its bytes are removed.
        ///   - inMemory: how much of each upload may wait in memory for hashing and the disk; at least 64 KiB.
        package init(maximumSize: ByteCount? = nil, expireAfter: Duration = .seconds(86_400), inMemory: ByteCount = .kibibytes(256)) {
            self.maximumSize = maximumSize
            self.expireAfter = expireAfter
            self.inMemory = inMemory
        }

        init(_ reader: SettingsReader) throws(SettingsError) {
            self.init(
                maximumSize: try reader.value(SettingKeys.maximumUploadSize),
                expireAfter: try reader.value(SettingKeys.uploadsExpireAfter),
                inMemory: try reader.value(SettingKeys.uploadsInMemory))
        }
    }
}
