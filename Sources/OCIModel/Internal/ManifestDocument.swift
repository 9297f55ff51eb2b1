import ContentHashing
import FoundationEssentials

/// The fields that are read from a manifest's JSON. All optional: which are needed follows from the media type.
struct ManifestDocument: Decodable {
    struct Entry: Decodable {
        let mediaType: String?
        let digest: String?
        let size: Int64?
        let urls: [String]?
        let annotations: [String: String]?
        let artifactType: String?

        /// - Throws: ``OCIError`` with code `manifestInvalid`, naming `field`.
        func descriptor(in field: String) throws(OCIError) -> Descriptor {
            guard let mediaType, !mediaType.isEmpty, let digest, let size, size >= 0 else {
                throw OCIError(.manifestInvalid, "a descriptor in '\(field)' needs a mediaType, a digest and a size of zero or more")
            }
            do {
                return Descriptor(
                    mediaType: MediaType(mediaType), digest: try Digest(digest), size: size, urls: urls ?? [], annotations: annotations ?? [:],
                    artifactType: artifactType)
            } catch {
                throw OCIError(.manifestInvalid, "a descriptor in '\(field)' has no usable digest: \(error.message)", cause: error)
            }
        }
    }

    /// A value whose presence matters and whose content does not.
    struct Anything: Decodable {
        init(from decoder: any Decoder) {}
    }

    let schemaVersion: Int?
    let mediaType: String?
    let artifactType: String?
    let config: Entry?
    let layers: [Entry]?
    let blobs: [Entry]?
    let manifests: [Entry]?
    let fsLayers: Anything?
    let subject: Entry?
    let annotations: [String: String]?

    /// - Throws: ``OCIError`` with code `manifestInvalid`.
    init(decoding bytes: [UInt8]) throws(OCIError) {
        do {
            self = try JSONDecoder().decode(ManifestDocument.self, from: Data(bytes))
        } catch {
            throw OCIError(.manifestInvalid, "the body is not a manifest in JSON: \(Self.explanation(of: error))", cause: error)
        }
    }

    func requireSchemaVersion2() throws(OCIError) {
        guard schemaVersion == 2 else {
            throw OCIError(.manifestInvalid, "a manifest of this type needs \"schemaVersion\": 2")
        }
    }

    private static func explanation(of error: any Error) -> String {
        func place(_ context: DecodingError.Context) -> String {
            context.codingPath.isEmpty ? "the whole" : context.codingPath.map(\.stringValue).joined(separator: ".")
        }
        return switch error {
        case DecodingError.typeMismatch(let type, let context): "\(place(context)) is not of type \(type)"
        case DecodingError.valueNotFound(_, let context): "\(place(context)) has no value"
        case DecodingError.keyNotFound(let key, let context): "\(place(context)) has no \(key.stringValue)"
        default: "it could not be parsed"
        }
    }
}
