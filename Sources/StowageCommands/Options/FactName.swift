import ArgumentParser
import StageModel

/// The name of a stage, an image or a branch, as an option says it.
enum FactName {
    /// - Throws: `ValidationError` for a name that the server would not record: it would never be found again.
    static func check(_ name: String?, of option: String) throws {
        guard let name, !FactText.isRecorded(name) else { return }
        throw ValidationError("\(option) is a name of 1 to \(FactText.maximumLength) bytes, without control characters.")
    }
}
