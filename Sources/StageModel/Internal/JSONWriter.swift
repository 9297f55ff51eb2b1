/// Writes JSON, byte after byte: the caller sees to its order. For documents of which there are megabytes.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []
    /// Whether a comma is due before what comes next.
    private var isFollowing = false

    package init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    package mutating func object(_ members: (inout JSONWriter) -> Void) {
        begin(UInt8(ascii: "{"))
        members(&self)
        end(UInt8(ascii: "}"))
    }

    package mutating func list<Items: Collection>(_ items: Items, _ write: (inout JSONWriter, Items.Element) -> Void) {
        begin(UInt8(ascii: "["))
        for item in items { write(&self, item) }
        end(UInt8(ascii: "]"))
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        isFollowing = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        isFollowing = true
    }

    private mutating func separate() {
        if isFollowing { bytes.append(UInt8(ascii: ",")) }
        isFollowing = true
    }

    /// What comes next is the value of this member. The name has nothing to escape.
    package mutating func name(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        isFollowing = false
    }

    package mutating func number(_ value: Int64) {
        separate()
        if (0..<10).contains(value) {
            bytes.append(UInt8(ascii: "0") + UInt8(value))
        } else {
            bytes.append(contentsOf: String(value).utf8)
        }
    }

    /// What comes next stands on a line of its own.
    package mutating func line() {
        if isFollowing { bytes.append(UInt8(ascii: ",")) }
        isFollowing = false
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Ends the last line of the document.
    package mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
    }

    /// - Parameter value: A finite one.
    package mutating func fraction(_ value: Double) {
        separate()
        bytes.append(contentsOf: value.description.utf8)
    }

    package mutating func flag(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    package mutating func text(_ value: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var value = value
        value.withUTF8 { utf8 in
            if utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
                bytes.append(contentsOf: utf8)
            } else {
                for byte in utf8 { escape(byte) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 0xf)])
        default: bytes.append(byte)
        }
    }
}

/// Members that are left out where there is nothing to say.
extension JSONWriter {
    package mutating func member(_ name: StaticString, _ value: Int64?) {
        guard let value else { return }
        self.name(name)
        number(value)
    }

    package mutating func member(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        self.name(name)
        text(value)
    }

    /// - Parameter value: False is left out.
    package mutating func member(_ name: StaticString, _ value: Bool) {
        guard value else { return }
        self.name(name)
        flag(true)
    }

    /// - Parameter items: None are left out.
    package mutating func member<Items: Collection>(_ name: StaticString, _ items: Items, _ write: (inout JSONWriter, Items.Element) -> Void) {
        guard !items.isEmpty else { return }
        self.name(name)
        list(items, write)
    }
}
