import NIOCore
import Synchronization

/// Ids of requests: a random start per process and a count, so that they are unique in the logs of many starts.
enum RequestIDs {
    private static let start = UInt64.random(in: 0...UInt64.max) & ~0xff_ffff_ffff
    private static let count = Atomic<UInt64>(0)

    static func next() -> String {
        let value = nextValue()
        return String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<16 { buffer[index] = digit(index, of: value) }
            return 16
        }
    }

    static func writeNext(to buffer: inout ByteBuffer) {
        let value = nextValue()
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 16) { bytes in
            for index in 0..<16 { bytes[index] = digit(index, of: value) }
            return 16
        }
    }

    private static func nextValue() -> UInt64 {
        start &+ count.add(1, ordering: .relaxed).newValue
    }

    private static func digit(_ index: Int, of value: UInt64) -> UInt8 {
        let nibble = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * index)) & 0xf
        return nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }
}
