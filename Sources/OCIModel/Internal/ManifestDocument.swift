import ContentHashing
import FoundationEssentials

/// The fields that are read from a manifest's JSON. All optional: which are needed, and what they hold, follows from the media
/// type; a type unknown here may use the same names for something else.
struct ManifestDocument: Decodable {
    /// A field that is there, and whose content is looked at only where it matters.
    struct Field<Value: Decodable>: Decodable {
        private let result: Result<Value, any Error>

        init(from decoder: any Decoder) {
            self.result = Result { try Value(from: decoder) }
        }

        /// - Throws: ``OCIError`` with code `manifestInvalid` where the content has another form.
        func value() throws(OCIError) -> Value {
            do {
                return try result.get()
            } catch {
                throw ManifestDocument.refusal(of: error)
            }
        }
    }

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

    let schemaVersion: Field<Int>?
    let mediaType: String?
    let artifactType: Field<String>?
    let config: Field<Entry>?
    let layers: Field<[Entry]>?
    let blobs: Field<[Entry]>?
    let manifests: Field<[Entry]>?
    let fsLayers: Anything?
    let subject: Field<Entry>?
    let annotations: Field<[String: String]>?

    /// - Throws: ``OCIError`` with code `manifestInvalid`.
    init(decoding bytes: [UInt8]) throws(OCIError) {
        // The decoder would also take UTF-16, UTF-32 and a byte order mark, which other readers of the manifest don't.
        let first = bytes.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
        guard first == UInt8(ascii: "{") else {
            throw OCIError(.manifestInvalid, "the body is not a manifest in JSON: it is not an object in UTF-8")
        }
        try ManifestCheck.check(bytes)
        do {
            self = try JSONDecoder().decode(ManifestDocument.self, from: Data(bytes))
        } catch {
            throw Self.refusal(of: error)
        }
    }

    func requireSchemaVersion2() throws(OCIError) {
        guard try schemaVersion?.value() == 2 else {
            throw OCIError(.manifestInvalid, "a manifest of this type needs \"schemaVersion\": 2")
        }
    }

    private static func refusal(of error: any Error) -> OCIError {
        OCIError(.manifestInvalid, "the body is not a manifest in JSON: \(explanation(of: error))", cause: error)
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
