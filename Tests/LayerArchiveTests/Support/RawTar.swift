/// Tar bytes made by hand, whatever they say: not by the code that is tested.
struct RawTar {
    private(set) var bytes: [UInt8] = []

    struct Header {
        var name: [UInt8]
        var type: Character = "0"
        var size: [UInt8]
        var link: [UInt8] = []
        var mode = "0000644"
        var modified: [UInt8] = Array("00000000000".utf8)
        var magic = Array("ustar\0".utf8) + Array("00".utf8)
        var prefix: [UInt8] = []
        var checksum: String?

        init(_ name: String, type: Character = "0", size: Int = 0, link: String = "") {
            self.name = Array(name.utf8)
            self.type = type
            let digits = String(size, radix: 8)
            self.size = Array((String(repeating: "0", count: 11 - digits.count) + digits).utf8)
            self.link = Array(link.utf8)
        }

        var block: [UInt8] {
            var block = [UInt8](repeating: 0, count: 512)
            func put(_ offset: Int, _ value: [UInt8]) { block.replaceSubrange(offset..<(offset + value.count), with: value) }
            put(0, name)
            put(100, Array(mode.utf8))
            put(108, Array("0000000".utf8))
            put(116, Array("0000000".utf8))
            put(124, size)
            put(136, modified)
            put(148, Array("        ".utf8))
            block[156] = type.asciiValue ?? 0
            put(157, link)
            put(257, magic)
            put(345, prefix)
            let sum = block.reduce(0) { $0 + Int($1) }
            let digits = String(sum, radix: 8)
            put(148, Array((checksum ?? String(repeating: "0", count: 6 - digits.count) + digits + "\0 ").utf8))
            return block
        }
    }

    mutating func add(_ header: Header, content: [UInt8] = []) {
        bytes += header.block
        addContent(content)
    }

    mutating func addContent(_ content: [UInt8]) {
        bytes += content + [UInt8](repeating: 0, count: -content.count & 511)
    }

    mutating func file(_ name: String, _ content: String = "content\n") {
        add(Header(name, size: content.utf8.count), content: Array(content.utf8))
    }

    mutating func folder(_ name: String) { add(Header(name, type: "5")) }
    mutating func link(_ name: String, to target: String) { add(Header(name, type: "2", link: target)) }
    mutating func hardLink(_ name: String, to target: String) { add(Header(name, type: "1", link: target)) }

    /// An extended header.
    mutating func pax(_ records: [(String, String)], type: Character = "x") {
        let text = records.map { key, value in
            let rest = " \(key)=\(value)\n"
            var length = rest.utf8.count + 1
            while "\(length)\(rest)".utf8.count != length { length += 1 }
            return "\(length)\(rest)"
        }.joined()
        add(Header("PaxHeaders/x", type: type, size: text.utf8.count), content: Array(text.utf8))
    }

    /// GNU's header for a long name (`L`) or target (`K`).
    mutating func gnuLong(_ text: String, type: Character) {
        add(Header("././@LongLink", type: type, size: text.utf8.count + 1), content: Array(text.utf8) + [0])
    }

    mutating func end() { bytes += [UInt8](repeating: 0, count: 1024) }

    static func make(_ body: (inout RawTar) -> Void) -> [UInt8] {
        var tar = RawTar()
        body(&tar)
        tar.end()
        return tar.bytes
    }
}
