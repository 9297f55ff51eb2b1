import ContentHashing
import StageModel
import StageSigning

/// A signature and what it is made of, as JSON. Of a variable only whether it is set: its value may be a secret.
struct SignaturePayload: Encodable {
    struct Input: Encodable {
        let path: String
        let kind: String
        let digest: String?
    }

    struct Variable: Encodable {
        let name: String
        let isSet: Bool
    }

    let signature: Signature
    let stage: String
    let command: [String]
    let parent: Signature?
    let inputs: [Input]
    let environment: [Variable]

    init(_ read: StageInputs) {
        self.signature = read.signature
        self.stage = read.stage
        self.command = read.command
        self.parent = read.parent
        self.inputs = read.files.map { Input(path: $0.path.description, kind: $0.kind.rawValue, digest: $0.digest?.description) }
        self.environment = read.environment.map { Variable(name: $0.name, isSet: $0.value != nil) }
    }
}
