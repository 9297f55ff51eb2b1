extension LayerWriter {
    /// How a layer is written. What changes the bytes says so; the rest never does.
    package struct Options: Sendable {
        /// Which modification times stand in the archive.
        package enum ModificationTime: Hashable, Sendable {
            /// Those of the files, with nanoseconds.
            case asOnDisk
            /// No time is later than this one, in seconds since 1970; later ones become it. What `SOURCE_DATE_EPOCH` asks for:
            /// with a time before the build, two builds of the same content are the same bytes.
            case clamped(to: Int64)
            /// Every entry has this time, in seconds since 1970.
            case fixed(Int64)
        }

        /// zlib's, 1 to 9. Changes the bytes.
        package var level: Int
        /// How many threads compress; nil: one for each core. Never changes the bytes.
        package var threads: Int?
        /// Changes the bytes.
        package var modificationTime: ModificationTime
        /// Whether devices and named pipes are archived. Otherwise they are refused.
        package var includesDevices: Bool
        /// Which symbolic links are archived. `inside` refuses what a ``LayerExtractor`` would refuse by default: better when the
        /// layer is made than when it is needed.
        package var links: LinkPolicy

        package init(
            level: Int = 6, threads: Int? = nil, modificationTime: ModificationTime = .asOnDisk, includesDevices: Bool = false,
            links: LinkPolicy = .any
        ) {
            self.level = level
            self.threads = threads
            self.modificationTime = modificationTime
            self.includesDevices = includesDevices
            self.links = links
        }
    }
}
