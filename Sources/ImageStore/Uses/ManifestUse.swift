/// What a client wants a manifest for.
package enum ManifestUse: Hashable, Sendable {
    /// Nothing that counts.
    case none
    /// To know whether it is there. Marks it as used; in the statistics only a miss counts: who finds it there pulls it next.
    case check
    case pull
}
