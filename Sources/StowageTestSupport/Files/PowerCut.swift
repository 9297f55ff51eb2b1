/// What of the things that were not synced a power cut leaves. The POSIX rules allow each of these.
package enum PowerCut: Sendable, CustomStringConvertible {
    /// Nothing: names and bytes are as they were last synced.
    case losingAll
    /// All names are kept (made, renamed, removed), and sizes; bytes that were not synced read as zero.
    case losingBytes
    /// Each folder and each file by itself, decided by a generator with this seed.
    case losingSome(seed: UInt64)

    package var description: String {
        switch self {
        case .losingAll: "losing all that was not synced"
        case .losingBytes: "keeping names, losing bytes"
        case .losingSome(let seed): "losing some, seed \(seed)"
        }
    }
}
