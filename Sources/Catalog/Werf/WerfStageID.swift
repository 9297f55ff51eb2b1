/// One stage, as werf names it to its synchronization server.
package struct WerfStageID: Hashable, Sendable {
    /// What werf 1.2 calls the digest.
    package let signature: String
    /// 0 for an image of several platforms, whose tag is the bare signature.
    package let uniqueID: Int64
    package let isMultiplatform: Bool

    package init(signature: String, uniqueID: Int64, isMultiplatform: Bool = false) {
        self.signature = signature
        self.uniqueID = uniqueID
        self.isMultiplatform = isMultiplatform
    }
}
