/// Decides who may do what. Every route asks it before it does anything; nothing else decides.
///
/// An implementation MUST answer from what it has in memory or fail: a question that can't be answered is
/// ``AccessDecision/denied(reason:)``, never allowed.
package protocol Authorizer: Sendable {
    func decide(_ request: AccessRequest) async -> AccessDecision
}
