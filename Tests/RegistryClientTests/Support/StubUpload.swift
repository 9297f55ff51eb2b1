import Synchronization

/// A registry that holds one blob, and refuses what it is told to refuse before it does as it is asked.
final class StubUpload: Sendable {
    enum Method: String, Sendable {
        case post = "POST"
        case patch = "PATCH"
        case put = "PUT"
    }

    private struct State {
        var refusals: [Method: [StubAnswer]]
        var content: [UInt8] = []
        var isComplete = false
    }

    private let state: Mutex<State>

    init(refusals: [Method: [StubAnswer]]) {
        self.state = Mutex(State(refusals: refusals))
    }

    var content: [UInt8] { state.withLock { $0.content } }

    func answer(_ request: StubRequest, _ number: Int) -> StubAnswer {
        state.withLock { state in
            var answer: StubAnswer
            switch request.method {
            case "HEAD":
                answer = StubAnswer(status: state.isComplete ? 200 : 404, length: state.isComplete ? state.content.count : 0)
                answer.isHead = true
            case "POST": answer = StubAnswer(status: 202)
            case "GET": answer = StubAnswer(status: state.isComplete ? 404 : 204)
            case "DELETE": answer = StubAnswer(status: 204)
            case "PUT": answer = StubAnswer(status: 201)
            default: answer = StubAnswer(status: 202)
            }
            if let method = Method(rawValue: request.method), let refusal = state.refusals[method]?.first {
                state.refusals[method]?.removeFirst()
                // A lost answer is one to a request that was carried out.
                guard refusal.isLost else { return refusal }
                answer = refusal
            }
            switch request.method {
            case "POST": state.content = []
            case "PATCH", "PUT":
                state.content += request.body
                state.isComplete = request.method == "PUT"
            default: break
            }
            answer.headers["Location"] = "/v2/team/app/blobs/uploads/1"
            answer.headers["Range"] = "0-\(max(0, state.content.count - 1))"
            return answer
        }
    }
}
