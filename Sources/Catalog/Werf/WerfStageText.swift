/// The stages of a list as the catalog keeps them, for eyes and `sqlite3`: a line each, `SIGNATURE UNIQUEID`, with
/// ` multiplatform` behind it where that was said.
enum WerfStageText {
    static func encode(_ stages: [WerfStageID]) -> String {
        stages.map { "\($0.signature) \($0.uniqueID)\($0.isMultiplatform ? " multiplatform" : "")" }.joined(separator: "\n")
    }

    /// - Returns: `nil` for text that ``encode(_:)`` didn't write.
    static func decode(_ text: String) -> [WerfStageID]? {
        var stages: [WerfStageID] = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: false)
            guard words.count == 2 || (words.count == 3 && words[2] == "multiplatform"), !words[0].isEmpty, let id = Int64(words[1]) else {
                return nil
            }
            stages.append(WerfStageID(signature: String(words[0]), uniqueID: id, isMultiplatform: words.count == 3))
        }
        return stages
    }
}
