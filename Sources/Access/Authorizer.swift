/// Decides who may do what. Every route asks it before it does anything; nothing else decides.
///
/// An implementation MUST answer from what it has in memory or fail: a question that can't be answered is
/// ``AccessDecision/denied(reason:)``, never allowed.
package protocol Authorizer: Sendable {
    func decide(_ request: AccessRequest) async -> AccessDecision

    /// The same answer where it takes no waiting; `nil` where it does. Called on event loops.
    func decideAtOnce(_ request: AccessRequest) -> AccessDecision?
}

extension Authorizer {
    package func decideAtOnce(_ request: AccessRequest) -> AccessDecision? { nil }
}
