/// The value of an `If-None-Match` header; RFC 9110, section 13.1.2.
package enum EntityTagList: Equatable, Sendable {
    /// `*`: whatever there is.
    case any
    /// The tags without their quotes, weak ones without their mark: it makes no difference to this header.
    case tags([String])

    /// What is no entity tag is skipped; a header that breaks off ends there. Either leads to a full answer.
    package init(_ header: String) {
        var rest = Substring(header)
        var tags: [String] = []
        if rest.trimmed == "*" {
            self = .any
            return
        }
        // A comma may stand inside of a tag, so the quotes lead.
        while let open = rest.firstIndex(of: "\"") {
            let content = rest[rest.index(after: open)...]
            guard let close = content.firstIndex(of: "\"") else { break }
            let mark = rest[..<open].trimmed.drop { $0 == "," }.trimmed
            if mark.isEmpty || mark == "W/" { tags.append(String(content[..<close])) }
            rest = content[content.index(after: close)...]
        }
        self = .tags(tags)
    }

    /// Whether content that exists and has this tag is among them.
    package func matches(_ tag: String) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tags.contains(tag)
        }
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
