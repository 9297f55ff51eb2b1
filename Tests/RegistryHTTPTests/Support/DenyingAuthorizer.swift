import Access
import Synchronization

/// Refuses everything, or what it is told to, and keeps the questions.
final class DenyingAuthorizer: Authorizer {
    private let answer: @Sendable (AccessRequest) -> AccessDecision
    private let asked = Mutex<[AccessRequest]>([])

    init(_ answer: @escaping @Sendable (AccessRequest) -> AccessDecision) {
        self.answer = answer
    }

    var questions: [AccessRequest] { asked.withLock { $0 } }

    func decide(_ request: AccessRequest) async -> AccessDecision {
        asked.withLock { $0.append(request) }
        return answer(request)
    }
}
