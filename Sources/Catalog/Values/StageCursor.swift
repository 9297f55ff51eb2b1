import OCIModel
package import StageModel

/// A place in a list of stages, whatever its order: after this stage. The stage itself may be gone by then.
///
/// Its text is `PUBLISHEDAT.TAG`.
package struct StageCursor: Hashable, Sendable {
    package let publishedAt: Timestamp
    package let stage: StageTag

    package init(publishedAt: Timestamp, stage: StageTag) {
        self.publishedAt = publishedAt
        self.stage = stage
    }

    /// - Returns: `nil` for text that no list gave.
    package init?(_ text: some StringProtocol) {
        guard let dot = text.firstIndex(of: "."), let time = Int64(text[..<dot]), let stage = StageTag(text[text.index(after: dot)...]) else {
            return nil
        }
        self.init(publishedAt: Timestamp(millisecondsSince1970: time), stage: stage)
    }

    package var text: String { "\(publishedAt.millisecondsSince1970).\(stage)" }
}
