import Catalog
import OCIModel

extension LeaseKey {
    private static let nameLengths = 1...255

    /// The lease that a client names.
    ///
    /// - Throws: ``OCIError`` with code `requestInvalid` for what is no name of a lease.
    init(checking name: String, in repository: RepositoryName) throws(OCIError) {
        guard Self.nameLengths.contains(name.utf8.count), name.utf8.allSatisfy(Self.allows) else {
            throw OCIError(.requestInvalid, "the name of a lease is 1 to 255 of the characters A-Z a-z 0-9 . _ - and /")
        }
        self.init(name, in: repository)
    }

    private static func allows(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
