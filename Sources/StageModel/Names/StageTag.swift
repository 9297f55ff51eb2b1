package import OCIModel

/// The tag of a stage: `SIGNATURE-UNIQUEID`, or a bare `SIGNATURE`, whose unique id is 0.
package struct StageTag: Hashable, Sendable {
    /// What has 13 digits and doesn't begin with 0.
    package static let uniqueIDs: ClosedRange<Int64> = 1_000_000_000_000...9_999_999_999_999

    package let signature: Signature
    /// Unix milliseconds of the publication, unique within the signature; 0 for a bare signature. Older stages have smaller
    /// ones.
    package let uniqueID: Int64

    package init(signature: Signature, uniqueID: Int64) {
        self.signature = signature
        self.uniqueID = uniqueID
    }

    /// - Returns: `nil` for a tag of another shape. A unique id has exactly 13 digits, and doesn't begin with 0, so each stage
    ///   has one tag.
    package init?(_ text: some StringProtocol) {
        let utf8 = text.utf8
        switch utf8.count {
        case 56, 64:
            guard let signature = Signature(text) else { return nil }
            self.init(signature: signature, uniqueID: 0)
        case 56 + 14, 64 + 14:
            let dash = utf8.index(utf8.startIndex, offsetBy: utf8.count - 14)
            let digits = utf8[utf8.index(after: dash)...]
            guard utf8[dash] == UInt8(ascii: "-"), digits.allSatisfy(\.isDigit), digits.first != UInt8(ascii: "0"),
                let signature = Signature(text[..<dash]), let id = Int64(String(decoding: digits, as: UTF8.self))
            else { return nil }
            self.init(signature: signature, uniqueID: id)
        default:
            return nil
        }
    }

    package init?(_ tag: TagName) {
        self.init(tag.value)
    }

    /// Whether a tag is a stage's, found out without allocating.
    package static func isStage(_ tag: TagName) -> Bool {
        let utf8 = tag.value.utf8
        switch utf8.count {
        case 56, 64:
            return utf8.allSatisfy(\.isLowercaseHexDigit)
        case 56 + 14, 64 + 14:
            let digits = utf8.suffix(13)
            return utf8.dropLast(14).allSatisfy(\.isLowercaseHexDigit) && utf8.dropLast(13).last == UInt8(ascii: "-")
                && digits.allSatisfy(\.isDigit) && digits.first != UInt8(ascii: "0")
        default:
            return false
        }
    }

    package var text: String { uniqueID == 0 ? signature.value : "\(signature.value)-\(uniqueID)" }
}

extension StageTag: CustomStringConvertible {
    package var description: String { text }
}

extension StageTag: Comparable {
    package static func < (left: StageTag, right: StageTag) -> Bool {
        (left.signature, left.uniqueID) < (right.signature, right.uniqueID)
    }
}
