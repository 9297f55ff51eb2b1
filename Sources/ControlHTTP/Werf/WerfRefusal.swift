/// A logical failure of a call: answered with status 200 and its text in `err`, as the protocol wants.
///
/// Clients compare the texts of ``shouldWait``, ``alreadyLeased`` and ``noLease``; every other text fails the call or, for a
/// renewal, is logged and tried again.
struct WerfRefusal: Error, Hashable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    /// The lock is held; the client asks again.
    static let shouldWait = WerfRefusal("should wait")
    /// Somebody else holds the lock by now.
    static let alreadyLeased = WerfRefusal("lock already leased")
    /// Nobody holds it.
    static let noLease = WerfRefusal("no existing lock lease found")
}
