import ContentHashing
import StageModel
import StageSigning
import Testing

/// Inputs and the signatures that any implementation of the encoding has to give; see `StageInputs.signature`.
///
/// The signatures were computed by a program in another language, from the encoding's description.
struct SignatureVector: Sendable, CustomTestStringConvertible {
    let name: String
    let inputs: StageInputs
    let signature: String

    var testDescription: String { name }

    static let all = [
        SignatureVector(
            name: "nothing but a name", inputs: StageInputs(stage: "base", command: [], files: []),
            signature: "d9a20a4fa8023582b963b70549bc0164846cc1fce206d879592ce3c8f9980f32"),
        SignatureVector(
            name: "all empty", inputs: StageInputs(stage: "", command: [""], files: [], environment: [EnvironmentInput(name: "", value: "")]),
            signature: "cabac7a2615f67edd194439420379a729249eb89b5a411d973cc4907ce7d08cf"),
        SignatureVector(
            name: "one file", inputs: StageInputs(stage: "install", command: ["npm ci"], files: [file("package.json", "{}\n")]),
            signature: "d88b3f278049657731361b36de46dae288ef6bf9c44579b1a88adccc57dadbf2"),
        SignatureVector(
            name: "every kind, out of order",
            inputs: StageInputs(
                stage: "build", command: ["make", "-j", "all"],
                files: [
                    file("src/main.c", "int main(void) { return 0; }\n"),
                    InputFile(path: TreePath("src"), content: .folder),
                    InputFile(path: TreePath("build.sh"), content: .executable(Digest(hashing: Array("#!/bin/sh\n".utf8)))),
                    InputFile(path: TreePath("src-link"), content: .symlink(Digest(hashing: Array("src".utf8)))),
                    InputFile(path: .base, content: .folder),
                ],
                environment: [
                    EnvironmentInput(name: "NODE_VERSION", value: "20"), EnvironmentInput(name: "EMPTY", value: ""),
                    EnvironmentInput(name: "ABSENT", value: nil),
                ],
                parent: Signature(String(repeating: "ab", count: 32))),
            signature: "50cbda37148f758f535785026d2add948d7819ebc8993a4eea4044fb0b9dfa19"),
        SignatureVector(
            name: "names beyond ASCII, a parent of werf's",
            inputs: StageInputs(
                stage: "größe", command: ["printf", "%s\n", "zwei  Wörter", ""],
                files: [
                    file("\u{e9}", "composed"), file("e\u{301}", "decomposed"),
                    InputFile(path: TreePath(bytes: [0x66, 0xff, 0x2f, 0x25]), content: .file(Digest(hashing: []))),
                ],
                environment: [EnvironmentInput(name: "GRÜSSE", value: "Grüße\n")], parent: Signature(String(repeating: "0f", count: 28))),
            signature: "2c278c83911e861fbf71f537859f0a2fc30c3c2ef5763a50889562608421085f"),
    ]

    private static func file(_ path: String, _ content: String) -> InputFile {
        InputFile(path: TreePath(path), content: .file(Digest(hashing: Array(content.utf8))))
    }
}
