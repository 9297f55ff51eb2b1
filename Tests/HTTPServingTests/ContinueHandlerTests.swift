import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import HTTPServing

@Suite struct ContinueHandlerTests {
    @Test func theEventBecomesAnInformationalHead() throws {
        let channel = EmbeddedChannel(handler: ContinueHandler())
        let sent = channel.triggerUserOutboundEvent(SendContinue())
        let part = try #require(try channel.readOutbound(as: HTTPResponsePart.self))
        #expect(part == .head(HTTPResponse(status: .continue)))
        try sent.wait()
        // The head alone: an end would end the answer that is still to come.
        #expect(try channel.readOutbound(as: HTTPResponsePart.self) == nil)
        _ = try channel.finish()
    }

    @Test func whatElseIsWrittenPasses() throws {
        let channel = EmbeddedChannel(handler: ContinueHandler())
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        #expect(try channel.readOutbound(as: HTTPResponsePart.self) == .head(HTTPResponse(status: .ok)))
        _ = try channel.finish()
    }

    @Test func otherEventsPass() throws {
        struct Other {}
        let channel = EmbeddedChannel(handler: ContinueHandler())
        // The channel knows no such event and says so: it has reached the end.
        #expect(throws: (any Error).self) { try channel.triggerUserOutboundEvent(Other()).wait() }
        #expect(try channel.readOutbound(as: HTTPResponsePart.self) == nil)
        _ = try? channel.finish()
    }
}
