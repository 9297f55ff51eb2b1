/// What a client wants a manifest for.
package enum ManifestUse: Hashable, Sendable {
    /// Nothing that counts.
    case none
    /// To know whether it is there. Only a miss counts: who finds it there pulls it next.
    case check
    case pull
}
