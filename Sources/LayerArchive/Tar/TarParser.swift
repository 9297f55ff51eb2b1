/// Reads a tar that arrives in pieces: ustar, PAX, GNU's long names and binary numbers, and the old format without a magic.
///
/// Knows the format only; whether a path is safe is for the visitor to decide. Holds one header, and extended headers of at most
/// 1 MiB together.
struct TarParser {
    private enum State {
        case header
        /// The content of an extended header.
        case extended(TarExtension.Kind)
        case content(TarEntry)
        case padding
        /// Behind the first block of zeros; whatever follows has no meaning.
        case end
    }

    private static let largestExtension = 1 << 20

    private var state = State.header
    /// A header, or the content of an extended one, as far as it has come.
    private var partial: [UInt8] = []
    /// Bytes of content or padding still to come.
    private var remaining: Int64 = 0
    private var padding: Int64 = 0
    private var pending = TarExtension()
    private(set) var entryCount = 0

    /// - Throws: ``LayerArchiveError`` and what the visitor throws.
    mutating func feed(_ bytes: UnsafeRawBufferPointer, to visitor: inout some TarVisitor) throws {
        var rest = bytes
        while !rest.isEmpty {
            switch state {
            case .header:
                guard let block = gather(TarLayout.blockSize, from: &rest) else { return }
                try readHeader(block, to: &visitor)
            case .extended(let kind):
                guard let content = gather(Int(remaining), from: &rest) else { return }
                try pending.add(kind, content)
                skipPadding()
            case .content(let entry):
                let part = UnsafeRawBufferPointer(rebasing: rest.prefix(Int(clamping: remaining)))
                rest = UnsafeRawBufferPointer(rebasing: rest[part.count...])
                remaining -= Int64(part.count)
                try visitor.content(part)
                if remaining == 0 {
                    try visitor.end(entry)
                    skipPadding()
                }
            case .padding:
                let count = Int(min(Int64(rest.count), remaining))
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                remaining -= Int64(count)
                if remaining == 0 { state = .header }
            case .end:
                return
            }
        }
    }

    /// - Throws: ``LayerArchiveError`` with code `damaged` where the archive has not come to its end.
    func finish() throws {
        guard case .end = state else {
            throw LayerArchiveError(.damaged, "the archive is cut off: its end is missing")
        }
    }

    /// Everything asked for, once it is there.
    private mutating func gather(_ count: Int, from rest: inout UnsafeRawBufferPointer) -> [UInt8]? {
        let part = rest.prefix(count - partial.count)
        partial += part
        rest = UnsafeRawBufferPointer(rebasing: rest[part.endIndex...])
        guard partial.count == count else { return nil }
        defer { partial = [] }
        return partial
    }

    private mutating func skipPadding() {
        remaining = padding
        state = remaining > 0 ? .padding : .header
    }

    private mutating func readHeader(_ block: [UInt8], to visitor: inout some TarVisitor) throws {
        guard block.contains(where: { $0 != 0 }) else {
            guard pending.isEmpty else {
                throw LayerArchiveError(.damaged, "the archive is damaged: it ends behind an extended header")
            }
            state = .end
            return
        }
        let header = try TarHeader(block)
        if let kind = header.extensionKind {
            guard header.size <= Int64(Self.largestExtension), pending.size + Int(header.size) <= Self.largestExtension else {
                throw LayerArchiveError(
                    .tooLarge, "the archive's extended headers before '\(header.shown)' are larger than \(Self.largestExtension) bytes")
            }
            remaining = header.size
            padding = TarLayout.padding(behind: header.size)
            if remaining > 0 {
                state = .extended(kind)
            } else {
                try pending.add(kind, [])
            }
            return
        }
        let entry = try header.entry(with: pending)
        pending.forgetEntry()
        entryCount += 1
        remaining = entry.size
        padding = TarLayout.padding(behind: entry.size)
        try visitor.begin(entry)
        if entry.size > 0 {
            state = .content(entry)
        } else {
            try visitor.end(entry)
        }
    }
}
