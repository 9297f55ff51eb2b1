import FoundationEssentials
import OCIModel

/// Finds the labels in a config. Names of fields are read as Go reads them: in any case.
struct ConfigLabelReader {
    private struct Disorder: Error {}

    private var reader: JSONReader
    private var values: [String: String] = [:]
    private var size = 0

    init(_ bytes: [UInt8]) {
        self.reader = JSONReader(bytes)
    }

    /// - Returns: Nothing where the config is not an object in JSON.
    mutating func read() -> [String: String] {
        do {
            guard try reader.next() == .beginObject else { return [:] }
            try readObject { (self, value) in
                guard self.field == "config", value == .beginObject else { return try self.skip(value) }
                try self.readObject { (self, value) in
                    guard self.field == "labels", value == .beginObject else { return try self.skip(value) }
                    try self.readLabels()
                }
            }
            guard try reader.next() == .end else { return [:] }
            return values
        } catch {
            return [:]
        }
    }

    /// Where the name stands that `readObject` read last.
    private var name = 0..<0
    /// The same in lower case, if it is as short as the fields that are looked for.
    private var field: String?

    /// Reads what follows the opening of an object.
    ///
    /// - Parameter member: Called with the first token of a member's value, which it has to read to its end.
    private mutating func readObject(_ member: (inout ConfigLabelReader, JSONReader.Token) throws -> Void) throws {
        var token = try reader.next()
        if token == .endObject { return }
        while true {
            guard token == .text else { throw Disorder() }
            name = reader.text
            field = reader.shortKey(upTo: 6, folding: true)
            guard try reader.next() == .colon else { throw Disorder() }
            try member(&self, try reader.next())
            switch try reader.next() {
            case .comma: token = try reader.next()
            case .endObject: return
            default: throw Disorder()
            }
        }
    }

    /// Reads a value to its end.
    private mutating func skip(_ first: JSONReader.Token) throws {
        switch first {
        case .text, .scalar: return
        case .beginObject, .beginList: break
        case .endObject, .endList, .colon, .comma, .end: throw Disorder()
        }
        var depth = 1
        while depth > 0 {
            switch try reader.next() {
            case .beginObject, .beginList: depth += 1
            case .endObject, .endList: depth -= 1
            case .end: throw Disorder()
            case .text, .scalar, .colon, .comma: break
            }
        }
    }

    private mutating func readLabels() throws {
        try readObject { (self, value) in
            let name = self.name
            guard value == .text else { return try self.skip(value) }
            self.keep(name, self.reader.text)
        }
    }

    private mutating func keep(_ name: Range<Int>, _ value: Range<Int>) {
        guard name.count <= ConfigLabels.maximumNameLength, value.count <= ConfigLabels.maximumLength,
            size + name.count + value.count <= ConfigLabels.maximumSize, values.count < ConfigLabels.maximumCount,
            let key = text(name), let text = text(value)
        else { return }
        size += name.count + value.count
        values[key] = text
    }

    /// - Returns: `nil` for what is not a text in Unicode.
    private func text(_ range: Range<Int>) -> String? {
        let bytes = reader.bytes[range]
        if !bytes.contains(UInt8(ascii: "\\")) { return String(validating: bytes, as: UTF8.self) }
        let quoted = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
        // What the escapes make may be no character, which is no label.
        return try? JSONDecoder().decode(String.self, from: Data(quoted))
    }
}
