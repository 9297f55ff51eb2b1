import Catalog

/// The answer with stages, grown list by list.
struct WerfStagesAnswer {
    /// Whether the ids are those of version 1 of werf 1.2.
    let isVersion1: Bool
    /// False where nothing was ever stored: the client asks the registry.
    var isFound = false
    private(set) var count = 0
    private var stages = ""

    init(isVersion1: Bool) {
        self.isVersion1 = isVersion1
    }

    mutating func append(_ ids: some Sequence<WerfStageID>) {
        for id in ids {
            count += 1
            if !stages.isEmpty { stages += "," }
            stages += isVersion1 ? #"{"digest":"# : #"{"signature":"#
            stages += WerfText.string(id.signature)
            stages += #","uniqueID":\#(id.uniqueID)"#
            stages += isVersion1 ? #","isMultiplatform":\#(id.isMultiplatform)}"# : "}"
        }
    }

    /// No stages are `null`, as werf sends them.
    func text(_ refusal: WerfRefusal? = nil) -> String {
        WerfText.object([
            "err": WerfText.string(refusal?.text ?? ""), "found": "\(isFound)", "stages": stages.isEmpty ? "null" : "[\(stages)]",
        ])
    }
}
