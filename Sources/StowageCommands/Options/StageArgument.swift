import ArgumentParser
import StageModel

/// A stage as it is named on the command line: by its signature, which may have several, or by its tag.
enum StageArgument: Hashable, Sendable, ExpressibleByArgument {
    case signature(Signature)
    case tag(StageTag)

    init?(argument: String) {
        guard let tag = StageTag(argument) else { return nil }
        self = tag.uniqueID == 0 ? .signature(tag.signature) : .tag(tag)
    }

    var signature: Signature {
        switch self {
        case .signature(let signature): signature
        case .tag(let tag): tag.signature
        }
    }
}

extension Signature: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
