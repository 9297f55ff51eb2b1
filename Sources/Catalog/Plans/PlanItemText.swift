import StageModel

/// How items of a plan stand in a row: a line each, read with `sqlite3` and without a parser of JSON.
enum PlanItemText {
    static func encode(_ items: some Collection<CleanupItem>) -> String {
        var text = ""
        text.reserveCapacity(items.count * 320)
        for item in items {
            text += "\(item.kind.rawValue)\t\(item.repository)\t\(item.tag ?? "")\t\(item.digest)\t\(item.generation)\t"
            text += item.needs.map(String.init).joined(separator: " ")
            text += "\t\(escaped(item.rule))\t\(escaped(item.reason))\n"
        }
        return text
    }

    /// - Throws: ``CatalogError`` with code `damaged`.
    static func decode(_ text: String) throws -> [CleanupItem] {
        var text = text
        return try text.withUTF8 { bytes in
            try bytes.split(separator: UInt8(ascii: "\n")).map { line in
                let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
                guard fields.count == 8, let kind = CleanupItem.Kind(rawValue: Self.text(fields[0])), let generation = Int64(Self.text(fields[4]))
                else { throw CatalogError.damagedRow("items of a plan") }
                return CleanupItem(
                    kind: kind, repository: Self.text(fields[1]), tag: fields[2].isEmpty ? nil : Self.text(fields[2]), digest: Self.text(fields[3]),
                    generation: generation, rule: unescaped(fields[6]), reason: unescaped(fields[7]), needs: try positions(fields[5]))
            }
        }
    }

    private typealias Field = UnsafeBufferPointer<UInt8>.SubSequence

    private static func text(_ field: Field) -> String {
        String(decoding: field, as: UTF8.self)
    }

    private static func positions(_ field: Field) throws -> [Int] {
        try field.split(separator: UInt8(ascii: " ")).map { digits in
            guard let position = Int(text(digits)) else { throw CatalogError.damagedRow("items of a plan") }
            return position
        }
    }

    /// Scalars, not characters: a tab may be part of one with others.
    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\\") }) else { return text }
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped.append(contentsOf: "\\\\".unicodeScalars)
            case "\t": escaped.append(contentsOf: "\\t".unicodeScalars)
            case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    private static func unescaped(_ field: Field) -> String {
        guard field.contains(UInt8(ascii: "\\")) else { return text(field) }
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in field {
            if isEscaped {
                bytes.append(byte == UInt8(ascii: "t") ? UInt8(ascii: "\t") : byte == UInt8(ascii: "n") ? UInt8(ascii: "\n") : byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
