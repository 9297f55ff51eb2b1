import HTTPTypes
import Hummingbird
import NIOCore

extension ResponseBody {
    /// The same body; what is written of it is counted, and its end recorded.
    ///
    /// A body that fails while the connection lives is the server's failure, any other the client's.
    func recorded(by record: AnswerRecord, on channel: any Channel) -> ResponseBody {
        let body = self
        return ResponseBody(contentLength: contentLength) { writer in
            do {
                try await body.write(CountingBodyWriter(base: writer, record: record))
                record.record(ending: .complete)
            } catch {
                record.record(ending: channel.isActive && !(error is CancellationError) ? .failed(error) : .clientLeft)
                throw error
            }
        }
    }
}

private struct CountingBodyWriter: ResponseBodyWriter {
    var base: any ResponseBodyWriter
    let record: AnswerRecord

    mutating func write(_ buffer: ByteBuffer) async throws {
        try await base.write(buffer)
        record.count(buffer.readableBytes)
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        try await base.finish(trailingHeaders)
    }
}
