import ContentHashing
import Testing

@Suite struct DigestLayoutTests {
    /// A value that asks for more than the allocator's alignment is misplaced in async frames (Swift 6.3), and what lies
    /// next to it is overwritten.
    @Test func `A digest asks for no more alignment than any allocation has`() {
        #expect(MemoryLayout<Digest>.alignment <= 16)
        #expect(MemoryLayout<Digest?>.alignment <= 16)
    }
}
