/// The answer of an ``Authorizer``.
package enum AccessDecision: Hashable, Sendable {
    case allowed
    /// Credentials could change the answer.
    case unauthenticated
    /// This identity may not; the reason is shown to the client.
    case denied(reason: String)
}
