/// Allows everything: the embedded default, for a listener that only this machine reaches.
package struct OpenAuthorizer: Authorizer {
    package init() {}

    package func decide(_ request: AccessRequest) async -> AccessDecision { .allowed }

    package func decideAtOnce(_ request: AccessRequest) -> AccessDecision? { .allowed }
}
