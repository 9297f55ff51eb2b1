import CZlib

/// Inflates a gzip that arrives in pieces, of one member or many one behind the other. For one thread at a time.
final class Inflater {
    private enum State { case betweenMembers, inMember, padding }

    // zlib keeps the address.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var state = State.betweenMembers
    private var memberCount = 0

    init() throws {
        stream.initialize(to: z_stream())
        // 16 more than the window: gzip's header and trailer are read and checked, and no other's.
        let result = inflateInit2_(stream, 16 + MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard result == Z_OK else { throw LayerArchiveError(.unsupported, "libz refused to inflate (\(result))") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Takes from the input and fills the output, until one of them is used up.
    ///
    /// - Returns: how much was taken and how much was written. With room left in the output, all the input was taken.
    /// - Throws: ``LayerArchiveError`` with code `damaged`.
    func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) throws -> (taken: Int, written: Int) {
        var (taken, written) = (0, 0)
        while taken < input.count || (state == .inMember && written < output.count) {
            if state != .inMember {
                // gzip allows zeros behind the last member: the padding of tapes.
                if memberCount > 0, input[taken] == 0 {
                    state = .padding
                    taken += 1
                    continue
                }
                guard state == .betweenMembers else { throw Self.damaged("there are bytes behind its end") }
                state = .inMember
                inflateReset(stream)
            }
            guard written < output.count else { break }
            let rest = UnsafeRawBufferPointer(rebasing: input[taken...])
            let space = UnsafeMutableRawBufferPointer(rebasing: output[written...])
            let isStuck = try step(rest, space, &taken, &written)
            if isStuck { break }
        }
        return (taken, written)
    }

    /// One call of libz. True where it can't go on without more input.
    private func step(
        _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer, _ taken: inout Int, _ written: inout Int
    ) throws -> Bool {
        let (inputCount, outputCount) = (UInt32(clamping: input.count), UInt32(clamping: output.count))
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = inputCount
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = outputCount
        let result = CZlib.inflate(stream, Z_NO_FLUSH)
        let (didTake, didWrite) = (Int(inputCount - stream.pointee.avail_in), Int(outputCount - stream.pointee.avail_out))
        taken += didTake
        written += didWrite
        switch result {
        case Z_STREAM_END:
            state = .betweenMembers
            memberCount += 1
            return false
        case Z_OK, Z_BUF_ERROR:
            // Neither took nor wrote, or took all and has nothing more to write.
            return (didTake == 0 && didWrite == 0) || (stream.pointee.avail_in == 0 && stream.pointee.avail_out > 0)
        default:
            throw Self.damaged(stream.pointee.msg.map { String(cString: $0) } ?? "error \(result)")
        }
    }

    /// - Throws: ``LayerArchiveError`` with code `damaged` where a member is not complete.
    func finish() throws {
        guard state != .inMember, memberCount > 0 else { throw Self.damaged("its end is missing") }
    }

    private static func damaged(_ reason: String) -> LayerArchiveError {
        LayerArchiveError(.damaged, "the gzip is damaged: \(reason)")
    }
}
