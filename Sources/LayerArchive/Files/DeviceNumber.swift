/// Linux's packing of a device's two numbers.
enum DeviceNumber {
    static func parts(of packed: UInt64) -> (major: Int64, minor: Int64) {
        (Int64(packed >> 8 & 0xfff | packed >> 32 & 0xffff_f000), Int64(packed & 0xff | packed >> 12 & 0xffff_ff00))
    }

    /// nil where they don't fit.
    static func packed(major: Int64, minor: Int64) -> UInt64? {
        guard let major = UInt32(exactly: major).map(UInt64.init), let minor = UInt32(exactly: minor).map(UInt64.init) else { return nil }
        return (major & 0xfff) << 8 | (major & 0xffff_f000) << 32 | (minor & 0xff) | (minor & 0xffff_ff00) << 12
    }
}
