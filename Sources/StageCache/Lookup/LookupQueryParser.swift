import OCIModel
import StageModel

/// Reads the tokens of a lookup's body.
struct LookupQueryParser {
    private static let maximumDepth = 64
    private static let longestName = 1024

    private(set) var repository: String?
    private(set) var signatures: [Signature]?
    private var reader: JSONReader

    init(_ body: [UInt8]) {
        self.reader = JSONReader(body)
    }

    /// - Throws: ``JSONReader/Malformed``, ``OCIError``.
    mutating func parse() throws {
        guard reader.bytes.allSatisfy({ $0 < 0x80 }) || String(validating: reader.bytes, as: UTF8.self) != nil else {
            throw OCIError(.requestInvalid, "the body is not UTF-8")
        }
        guard try reader.next() == .beginObject else { throw unexpected("an object") }
        var token = try reader.next()
        while token != .endObject {
            guard token == .text else { throw unexpected("a key") }
            let key = reader.shortKey(upTo: Self.longestName, folding: false)
            guard try reader.next() == .colon else { throw unexpected("a colon behind a key") }
            try value(of: key)
            token = try reader.next()
            if token == .comma {
                token = try reader.next()
                guard token == .text else { throw unexpected("a key behind a comma") }
            } else if token != .endObject {
                throw unexpected("a comma or the end of the object")
            }
        }
        guard try reader.next() == .end else { throw unexpected("nothing behind the object") }
    }

    private mutating func value(of key: String?) throws {
        let first = try reader.next()
        switch key {
        case "repository":
            guard repository == nil else { throw OCIError(.requestInvalid, "'repository' stands there twice") }
            guard first == .text else { throw OCIError(.requestInvalid, "'repository' must be a text") }
            repository = reader.shortKey(upTo: Self.longestName, folding: false) ?? ""
        case "signatures":
            guard signatures == nil else { throw OCIError(.requestInvalid, "'signatures' stands there twice") }
            guard first == .beginList else { throw OCIError(.requestInvalid, "'signatures' must be a list") }
            signatures = try list()
        default:
            try skipValue(first)
        }
    }

    private mutating func list() throws -> [Signature] {
        var list: [Signature] = []
        var token = try reader.next()
        while token != .endList {
            guard token == .text, let signature = signature() else {
                throw OCIError(.requestInvalid, "signature \(list.count) of the list is none: it has 64 or 56 characters of 0-9 and a-f")
            }
            guard list.count < LookupRequest.maximumSignatures else {
                throw OCIError(.requestInvalid, "more than \(LookupRequest.maximumSignatures) signatures; ask for the rest in another request")
            }
            list.append(signature)
            token = try reader.next()
            if token == .comma {
                token = try reader.next()
                guard token == .text else { throw unexpected("a signature behind a comma") }
            } else if token != .endList {
                throw unexpected("a comma or the end of the list")
            }
        }
        return list
    }

    /// Of the last text: as it is nearly always written, or with escapes.
    private func signature() -> Signature? {
        Signature(utf8: reader.bytes[reader.text]) ?? reader.shortKey(upTo: 64, folding: false).flatMap { Signature($0) }
    }

    /// Checks a value that nobody wants.
    private mutating func skipValue(_ first: JSONReader.Token, depth: Int = 0) throws {
        guard depth < Self.maximumDepth else { throw OCIError(.requestInvalid, "the body is nested deeper than \(Self.maximumDepth) levels") }
        switch first {
        case .text, .scalar: return
        case .beginList, .beginObject:
            let (isObject, end) = (first == .beginObject, first == .beginObject ? JSONReader.Token.endObject : .endList)
            var token = try reader.next()
            while token != end {
                if isObject {
                    guard token == .text, try reader.next() == .colon else { throw unexpected("a key and a colon") }
                    token = try reader.next()
                }
                try skipValue(token, depth: depth + 1)
                token = try reader.next()
                if token == .comma {
                    token = try reader.next()
                    guard token != end else { throw unexpected("a value behind a comma") }
                } else if token != end {
                    throw unexpected("a comma or an end")
                }
            }
        case .endObject, .endList, .colon, .comma, .end: throw unexpected("a value")
        }
    }

    private func unexpected(_ expectation: String) -> OCIError {
        OCIError(.requestInvalid, "the body is not JSON: \(expectation) is missing")
    }
}
