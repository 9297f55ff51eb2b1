import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import HTTPServing

@Suite struct DepartureHandlerTests {
    /// How often the connection said that its client has left.
    private final class Calls: Sendable {
        private let count = Atomic<Int>(0)
        var value: Int { count.load(ordering: .relaxed) }
        var watch: WatchClient { WatchClient { self.count.add(1, ordering: .relaxed) } }
    }

    private let channel = EmbeddedChannel(handler: DepartureHandler())

    @Test func tellsOfAClientThatClosesItsSide() throws {
        let calls = Calls()
        try channel.triggerUserOutboundEvent(calls.watch).wait()
        #expect(calls.value == 0)
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(calls.value == 1)
        channel.pipeline.fireChannelInactive()
        #expect(calls.value == 1)
    }

    @Test func tellsOfAConnectionThatIsGone() throws {
        let calls = Calls()
        try channel.triggerUserOutboundEvent(calls.watch).wait()
        channel.pipeline.fireChannelInactive()
        #expect(calls.value == 1)
    }

    @Test func tellsWhoAsksTooLate() throws {
        let calls = Calls()
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        try channel.triggerUserOutboundEvent(calls.watch).wait()
        #expect(calls.value == 1)
    }

    @Test func tellsNobodyWhoDoesNotAsk() throws {
        let calls = Calls()
        try channel.triggerUserOutboundEvent(calls.watch).wait()
        try channel.triggerUserOutboundEvent(WatchClient(hasLeft: nil)).wait()
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(calls.value == 0)
    }
}
