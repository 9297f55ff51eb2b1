import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypes
import Testing

@testable import HTTPServing

@Suite struct RefusalHandlerTests {
    static let head = HTTPRequestPart.head(HTTPRequest(method: .put, scheme: nil, authority: "a", path: "/"))

    private static func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(
            handler: RefusalHandler { _ in (HTTPResponse(status: .badRequest), ByteBuffer(string: "no")) })
        channel.allowRemoteHalfClosure = true
        _ = try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    private static func written(_ channel: EmbeddedChannel) throws -> [HTTPResponsePart] {
        var parts: [HTTPResponsePart] = []
        while let part = try channel.readOutbound(as: HTTPResponsePart.self) { parts.append(part) }
        return parts
    }

    private static let refusal: [HTTPResponsePart] = [
        .head(HTTPResponse(status: .badRequest)), .body(ByteBuffer(string: "no")), .end(nil),
    ]

    @Test func whatIsNoRequestIsRefusedOnce() throws {
        let channel = try Self.channel()
        channel.pipeline.fireErrorCaught(HTTPParserError.invalidMethod)
        channel.pipeline.fireErrorCaught(HTTPParserError.invalidMethod)
        #expect(try Self.written(channel) == Self.refusal)
        // Whoever stands behind would answer it again.
        #expect(throws: Never.self) { try channel.throwIfErrorCaught() }
        try channel.writeInbound(HTTPRequestPart.end(nil))
        #expect(try channel.readInbound(as: HTTPRequestPart.self) == nil)
    }

    @Test func theAnswersBeforeGoFirst() throws {
        let channel = try Self.channel()
        try channel.writeInbound(Self.head)
        try channel.writeInbound(HTTPRequestPart.end(nil))
        channel.pipeline.fireErrorCaught(HTTPParserError.invalidMethod)
        #expect(try Self.written(channel).isEmpty)
        let answer: [HTTPResponsePart] = [.head(HTTPResponse(status: .ok)), .end(nil)]
        for part in answer { try channel.writeOutbound(part) }
        #expect(try Self.written(channel) == answer + Self.refusal)
    }

    @Test func aBrokenBodyIsItsReadersAffair() throws {
        let channel = try Self.channel()
        try channel.writeInbound(Self.head)
        channel.pipeline.fireErrorCaught(HTTPParserError.invalidChunkSize)
        #expect(throws: HTTPParserError.invalidChunkSize) { try channel.throwIfErrorCaught() }
        #expect(try Self.written(channel).isEmpty)
    }

    @Test func otherErrorsPass() throws {
        let channel = try Self.channel()
        channel.pipeline.fireErrorCaught(BodyTimeoutError())
        #expect(throws: BodyTimeoutError.self) { try channel.throwIfErrorCaught() }
        #expect(try Self.written(channel).isEmpty)
    }
}
