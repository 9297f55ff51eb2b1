/// A pass over a manifest before it is decoded, which refuses what clients would read in different ways, and what would cost
/// too much to decode.
///
/// Of a key that stands twice this decoder takes the first, and Go's, which most clients use, the last; Go's also takes
/// `Layers` for `layers`. A manifest could so show the registry other blobs than its clients. Keys that mean nothing here may
/// be written in any way.
struct ManifestCheck {
    /// Beyond that a manifest is not an image any more. Descriptors are counted in all lists together.
    static let maximumDescriptors = 20_000
    /// Of values of any kind, also in fields that are not read: decoding takes memory for each.
    static let maximumValues = 200_000
    static let maximumDepth = 256

    /// What a value is read as.
    private enum Role {
        case manifest, descriptor, descriptors, other
    }

    private enum Expected {
        case value, valueOrEnd, key, keyOrEnd, colon, separatorOrEnd
    }

    private struct Level {
        let role: Role
        let isObject: Bool
        /// The names that were seen, as bits.
        var seen: UInt32 = 0
    }

    private var reader: JSONReader
    private var levels: [Level] = []
    private var descriptors = 0
    private var values = 0

    /// - Throws: ``OCIError`` with code `manifestInvalid`.
    static func check(_ bytes: [UInt8]) throws(OCIError) {
        guard (try? UTF8Span(validating: bytes.span)) != nil else {
            throw OCIError(.manifestInvalid, "the body is not a manifest in JSON: it is not UTF-8")
        }
        var check = ManifestCheck(reader: JSONReader(bytes))
        try check.run()
    }

    private init(reader: JSONReader) {
        self.reader = reader
    }

    private mutating func run() throws(OCIError) {
        var expected = Expected.value
        var role = Role.manifest
        repeat {
            switch (expected, try next()) {
            case (.value, .beginObject), (.valueOrEnd, .beginObject):
                try count(role)
                try enter(Level(role: role == .descriptors ? .other : role, isObject: true))
                expected = .keyOrEnd
            case (.value, .beginList), (.valueOrEnd, .beginList):
                try count(role)
                try enter(Level(role: role == .descriptors ? .descriptors : .other, isObject: false))
                role = levels.last?.role == .descriptors ? .descriptor : .other
                expected = .valueOrEnd
            case (.value, .text), (.value, .scalar), (.valueOrEnd, .text), (.valueOrEnd, .scalar):
                try count(role)
                expected = .separatorOrEnd
            case (.key, .text), (.keyOrEnd, .text):
                role = try noteKey()
                expected = .colon
            case (.colon, .colon):
                expected = .value
            case (.separatorOrEnd, .comma):
                let isObject = levels.last?.isObject == true
                role = levels.last?.role == .descriptors ? .descriptor : .other
                expected = isObject ? .key : .value
            case (.keyOrEnd, .endObject), (.separatorOrEnd, .endObject):
                try leave(isObject: true)
                expected = .separatorOrEnd
            case (.valueOrEnd, .endList), (.separatorOrEnd, .endList):
                try leave(isObject: false)
                expected = .separatorOrEnd
            default:
                throw malformed(at: reader.position)
            }
        } while !levels.isEmpty
        guard try next() == .end else { throw malformed(at: reader.position) }
    }

    private mutating func next() throws(OCIError) -> JSONReader.Token {
        do {
            return try reader.next()
        } catch {
            throw malformed(at: error.position)
        }
    }

    private func malformed(at position: Int) -> OCIError {
        OCIError(.manifestInvalid, "the body is not a manifest in JSON: it could not be parsed at byte \(position)")
    }

    private mutating func enter(_ level: Level) throws(OCIError) {
        guard levels.count < Self.maximumDepth else {
            throw OCIError(.manifestInvalid, "the manifest nests more than \(Self.maximumDepth) levels deep; make it flatter")
        }
        levels.append(level)
    }

    private mutating func leave(isObject: Bool) throws(OCIError) {
        guard levels.popLast()?.isObject == isObject else { throw malformed(at: reader.position) }
    }

    /// Counts a value that begins.
    private mutating func count(_ role: Role) throws(OCIError) {
        values += 1
        guard values <= Self.maximumValues else {
            throw OCIError(.manifestInvalid, "the manifest holds more than \(Self.maximumValues) values; move content into blobs")
        }
        guard levels.last?.role == .descriptors else { return }
        descriptors += 1
        guard descriptors <= Self.maximumDescriptors else {
            throw OCIError(
                .manifestInvalid, "the manifest lists more than \(Self.maximumDescriptors) descriptors; split it into several, joined by an index")
        }
    }

    /// - Returns: What the key's value is read as.
    private mutating func noteKey() throws(OCIError) -> Role {
        guard let level = levels.last, let names = Self.names(in: level.role), let folded = reader.shortKey(upTo: 16, folding: true),
            let index = names.firstIndex(where: { $0.folded == folded })
        else { return .other }
        let name = names[index].spelling
        guard reader.shortKey(upTo: 16, folding: false) == name else {
            throw OCIError(
                .manifestInvalid, "a key differs from '\(name)' only by case, so that some clients read it and some don't; write '\(name)'")
        }
        let bit: UInt32 = 1 << UInt32(index)
        guard level.seen & bit == 0 else {
            throw OCIError(.manifestInvalid, "the key '\(name)' stands twice in one object, of which clients read different ones; write it once")
        }
        levels[levels.count - 1].seen |= bit
        guard level.role == .manifest else { return .other }
        return switch name {
        case "config", "subject": .descriptor
        case "layers", "blobs", "manifests": .descriptors
        default: .other
        }
    }

    private static func names(in role: Role) -> [(spelling: String, folded: String)]? {
        switch role {
        case .manifest: manifestNames
        case .descriptor: descriptorNames
        case .descriptors, .other: nil
        }
    }

    private static let manifestNames = folding([
        "schemaVersion", "mediaType", "artifactType", "config", "layers", "blobs", "manifests", "fsLayers", "subject", "annotations",
    ])
    private static let descriptorNames = folding([
        "mediaType", "digest", "size", "urls", "annotations", "data", "artifactType", "platform",
    ])

    private static func folding(_ names: [String]) -> [(spelling: String, folded: String)] {
        names.map { ($0, $0.lowercased()) }
    }
}
