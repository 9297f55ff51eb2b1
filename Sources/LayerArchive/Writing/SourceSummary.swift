/// What is known of a tar when it has been read to its end.
struct SourceSummary: Sendable {
    var entryCount = 0
    var root: WrittenLayer.Root
    var skipped: [String] = []
}
