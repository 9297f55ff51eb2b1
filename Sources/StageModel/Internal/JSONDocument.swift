import OCIModel

/// Reads a document whose shape is known. Members that nobody knows are passed over, whatever they hold.
package struct JSONDocument {
    /// Why a document can't be read.
    package struct Unreadable: Error, CustomStringConvertible {
        package let description: String
    }

    private var reader: JSONReader

    package init(_ bytes: [UInt8]) {
        self.reader = JSONReader(bytes)
    }

    /// Reads the document, which is an object, to its end.
    package mutating func read(_ member: (inout JSONDocument) throws -> Void) throws {
        try object(member)
        guard try reader.next() == .end else { throw unreadable("something stands behind its end") }
    }

    package func unreadable(_ what: String) -> Unreadable {
        Unreadable(description: "\(what), near byte \(reader.text.upperBound)")
    }

    /// - Parameter member: Called for each member, whose name ``isNamed(_:)`` tells. Has to read its value.
    package mutating func object(_ member: (inout JSONDocument) throws -> Void) throws {
        guard try reader.next() == .beginObject else { throw unreadable("an object is expected") }
        var token = try reader.next()
        if token == .endObject { return }
        while true {
            guard token == .text else { throw unreadable("the name of a member is expected") }
            guard try reader.next() == .colon else { throw unreadable("a colon is expected") }
            try member(&self)
            switch try reader.next() {
            case .comma: token = try reader.next()
            case .endObject: return
            default: throw unreadable("a comma or the end of an object is expected")
            }
        }
    }

    /// Whether the member that is being read has this name. Ask before its value is read.
    package func isNamed(_ expected: StaticString) -> Bool { reader.textIs(expected) }

    /// - Parameter item: Called for each item, which it has to read.
    package mutating func list(_ item: (inout JSONDocument) throws -> Void) throws {
        guard try reader.next() == .beginList else { throw unreadable("a list is expected") }
        if try reader.isAtEndOfList() { return }
        while true {
            try item(&self)
            switch try reader.next() {
            case .comma: continue
            case .endList: return
            default: throw unreadable("a comma or the end of a list is expected")
            }
        }
    }

    package mutating func text() throws -> String {
        guard try reader.next() == .text, let text = reader.string else { throw unreadable("a text is expected") }
        return text
    }

    package mutating func integer() throws -> Int64 {
        guard try reader.next() == .scalar, let value = reader.integer else { throw unreadable("an integer is expected") }
        return value
    }

    package mutating func fraction() throws -> Double {
        guard try reader.next() == .scalar, let value = Double(String(decoding: reader.bytes[reader.scalar], as: UTF8.self)), value.isFinite else {
            throw unreadable("a number is expected")
        }
        return value
    }

    package mutating func flag() throws -> Bool {
        guard try reader.next() == .scalar else { throw unreadable("'true' or 'false' is expected") }
        if reader.scalarIs("true") { return true }
        guard reader.scalarIs("false") else { throw unreadable("'true' or 'false' is expected") }
        return false
    }

    /// Reads a text of a form of its own.
    package mutating func parsed<Value>(_ what: String, _ parse: (String) throws -> Value?) throws -> Value {
        let text = try text()
        do {
            if let value = try parse(text) { return value }
        } catch {
            throw unreadable("\(what) is expected (\(error))")
        }
        throw unreadable("\(what) is expected")
    }

    /// Passes over a value.
    package mutating func skip() throws {
        var depth = 0
        repeat {
            switch try reader.next() {
            case .beginObject, .beginList: depth += 1
            case .endObject, .endList: depth -= 1
            case .end: throw unreadable("it ends early")
            case .text, .scalar, .colon, .comma: break
            }
        } while depth > 0
    }
}
