package import Access
import Synchronization

/// Refuses everything, or what it is told to, and keeps the questions.
package final class DenyingAuthorizer: Authorizer {
    private let answer: @Sendable (AccessRequest) -> AccessDecision
    private let asked = Mutex<[AccessRequest]>([])

    package init(_ answer: @escaping @Sendable (AccessRequest) -> AccessDecision) {
        self.answer = answer
    }

    package var questions: [AccessRequest] { asked.withLock { $0 } }

    package func decide(_ request: AccessRequest) async -> AccessDecision {
        asked.withLock { $0.append(request) }
        return answer(request)
    }
}
