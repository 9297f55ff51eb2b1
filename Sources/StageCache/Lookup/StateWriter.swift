import StageModel

/// Writes a ``StageModel/SignatureState`` in JSON, as its `Codable` conformance would: absent values are left out. A generic
/// encoder takes twenty times as long, which the first lookups after a start would wait for.
struct StateWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ state: SignatureState) {
        bytes.reserveCapacity(128 + 512 * state.candidates.count)
        raw(#"{"signature":"#)
        text(state.signature.value)
        raw(#","generation":"#)
        number(state.generation)
        raw(#","candidates":["#)
        for (index, candidate) in state.candidates.enumerated() {
            if index > 0 { raw(",") }
            write(candidate)
        }
        raw("]}")
    }

    private mutating func write(_ candidate: StageCandidate) {
        raw(#"{"tag":"#)
        text(candidate.tag)
        raw(#","uniqueID":"#)
        number(candidate.uniqueID)
        raw(#","digest":"#)
        text(candidate.digest)
        raw(#","size":"#)
        number(candidate.size)
        raw(#","publishedAt":"#)
        number(candidate.publishedAt)
        raw(#","commits":["#)
        for (index, commit) in candidate.commits.enumerated() {
            if index > 0 { raw(",") }
            text(commit.value)
        }
        raw("]")
        member(#","stageName":"#, candidate.stageName)
        member(#","imageName":"#, candidate.imageName)
        member(#","parent":"#, candidate.parent)
        member(#","gitReference":"#, candidate.gitReference)
        if let buildTime = candidate.buildTime {
            raw(#","buildTime":"#)
            number(buildTime)
        }
        raw("}")
    }

    private mutating func member(_ key: StaticString, _ value: String?) {
        guard let value else { return }
        raw(key)
        text(value)
    }

    private mutating func raw(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func number(_ value: Int64) {
        bytes.append(contentsOf: String(value).utf8)
    }

    private mutating func text(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                raw("\\u00")
                bytes.append(UInt8(ascii: "0") + byte >> 4)
                let low = byte & 0xf
                bytes.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
