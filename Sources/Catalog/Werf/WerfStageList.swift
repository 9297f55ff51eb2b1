/// What a client of werf stored under one signature: the stages it saw, perhaps none.
package struct WerfStageList: Hashable, Sendable {
    /// More are refused: a list is stored and answered whole.
    package static let maximumCount = 4096

    package let signature: String
    package let stages: [WerfStageID]

    package init(signature: String, stages: [WerfStageID]) {
        self.signature = signature
        self.stages = stages
    }
}
