import StageModel

/// What there is under a signature, as JSON: a part of the answer to every lookup that names it.
final class StateFragment: Sendable {
    let bytes: [UInt8]
    /// Whether there is a candidate.
    let isHit: Bool
    /// What the first candidate took to build, in milliseconds.
    let buildTime: Int64

    init(_ state: SignatureState) {
        var writer = StateWriter()
        writer.write(state)
        self.bytes = writer.bytes
        self.isHit = !state.candidates.isEmpty
        self.buildTime = state.candidates.first?.buildTime ?? 0
    }
}
