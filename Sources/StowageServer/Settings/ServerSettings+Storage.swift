extension ServerSettings {
    /// How the store behaves on a disk that fills up.
    package struct Storage: Hashable, Sendable {
        package var lowWaterMark: ByteCount
        package var reserve: ByteCount

        /// - Parameters:
        ///   - lowWaterMark: with less free space than this, uploads are refused; pulls and deletions go on. 0 refuses none.
        ///   - reserve: the size of the file that is given up on a full disk, so that deleting still works. 0 keeps none.
        package init(lowWaterMark: ByteCount = .mebibytes(512), reserve: ByteCount = .mebibytes(64)) {
            self.lowWaterMark = lowWaterMark
            self.reserve = reserve
        }

        init(_ reader: SettingsReader) throws(SettingsError) {
            self.init(lowWaterMark: try reader.value(SettingKeys.lowWaterMark), reserve: try reader.value(SettingKeys.reserve))
        }
    }
}
