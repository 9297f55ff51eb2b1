/// Answers of the protocol's calls, without the line feed at their end.
enum WerfAnswers {
    static func health(echo: String) -> String {
        WerfText.object(["err": "\"\"", "echo": WerfText.string(echo), "status": "\"OK\""])
    }

    static func clientID(_ id: String) -> String {
        WerfText.object(["err": "\"\"", "clientID": WerfText.string(id)])
    }

    /// Of every call whose answer is whether it succeeded.
    static func outcome(_ refusal: WerfRefusal?) -> String {
        WerfText.object(["err": WerfText.string(refusal?.text ?? "")])
    }

    /// - Parameter handle: Empty texts where there is none.
    static func acquisition(_ handle: WerfLockHandle, _ refusal: WerfRefusal?) -> String {
        let handle = WerfText.object(["uuid": WerfText.string(handle.uuid), "lockName": WerfText.string(handle.lockName)])
        return WerfText.object(["lockHandle": handle, "err": WerfText.string(refusal?.text ?? "")])
    }
}
