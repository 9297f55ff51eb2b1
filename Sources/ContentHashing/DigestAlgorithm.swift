/// A hash function that content may be addressed by.
///
/// Both are registered by the OCI image specification ("Descriptors", "Registered Algorithms") and both are first-class
/// here: a blob or manifest may be pushed under either.
package enum DigestAlgorithm: String, CaseIterable, Sendable {
    case sha256
    case sha512

    /// The length of a hash value, in bytes.
    package var byteCount: Int {
        switch self {
        case .sha256: 32
        case .sha512: 64
        }
    }
}
