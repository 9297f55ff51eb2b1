import ContentHashing
import FoundationEssentials
import StageModel

extension InputsDocument {
    /// Reads a document that this or a later version wrote. Members that are not known are ignored.
    ///
    /// - Throws: ``StageSigningError`` with code `malformedDocument` where it is too large, no JSON, of another format version,
    ///   or lacks what a document has.
    package init(parsing bytes: [UInt8]) throws(StageSigningError) {
        guard bytes.count <= Self.maximumSize else {
            throw StageSigningError(.malformedDocument, "the document has more than \(Self.maximumSize >> 20) MiB")
        }
        let body: Body
        do {
            // The version first: a later one may have other members.
            let version = try JSONDecoder().decode(Version.self, from: Data(bytes)).formatVersion
            guard version == StageInputs.formatVersion else {
                throw StageSigningError(.malformedDocument, "the document has format version \(version); a newer stowage reads it")
            }
            body = try JSONDecoder().decode(Body.self, from: Data(bytes))
        } catch let error as StageSigningError {
            throw error
        } catch {
            throw StageSigningError(.malformedDocument, "this is no document of inputs", cause: error)
        }
        let sorted = StageInputs(stage: body.stage, command: body.command, files: body.inputs.map(\.file), parent: body.parent)
        self.init(
            repository: body.repository, signature: body.signature, stage: body.stage, command: body.command, files: sorted.files,
            environment: body.environment.map { Variable(name: $0.name, digest: $0.digest?.value) }, parent: body.parent)
    }

    private struct Version: Decodable {
        let formatVersion: Int
    }

    private struct Body: Decodable {
        let repository: String
        let signature: Signature
        let stage: String
        let command: [String]
        let inputs: [Input]
        let environment: [EnvironmentVariable]
        let parent: Signature?
    }

    private struct Input: Decodable {
        let file: InputFile

        private enum CodingKeys: CodingKey { case path, kind, digest }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            guard let path = TreePath(escaped: try container.decode(String.self, forKey: .path)) else {
                throw DecodingError.dataCorruptedError(forKey: .path, in: container, debugDescription: "% stands before two hexadecimal digits")
            }
            let digest = { try container.decode(DigestText.self, forKey: .digest).value }
            let content: TreeContent =
                switch try container.decode(InputKind.self, forKey: .kind) {
                case .file: .file(try digest())
                case .executable: .executable(try digest())
                case .symlink: .symlink(try digest())
                case .folder: .folder
                }
            self.file = InputFile(path: path, content: content)
        }
    }

    private struct EnvironmentVariable: Decodable {
        let name: String
        let digest: DigestText?
    }

    private struct DigestText: Decodable {
        let value: Digest

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            let digest = try Digest(container.decode(String.self))
            guard digest.algorithm == .sha256 else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "digests of inputs are SHA-256")
            }
            self.value = digest
        }
    }
}
