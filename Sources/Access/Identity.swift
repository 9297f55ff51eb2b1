/// Who asks.
package enum Identity: Hashable, Sendable {
    case anonymous
}
