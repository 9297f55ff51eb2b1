package import BlobStore
import HTTPTypes
package import Hummingbird
package import Logging
import NIOCore
import OCIModel

extension Response {
    /// The bytes of a blob, or the part of them that the `Range` header asks for.
    ///
    /// The content is closed when the last byte was sent or the connection is gone.
    ///
    /// - Parameters:
    ///   - headers: What describes the blob; the ones about its extent are added here.
    package static func blob(_ content: BlobContent, range header: String?, headers: HTTPFields, logger: Logger) async -> Response {
        var headers = headers
        switch content {
        case .redirect(let location):
            headers[.location] = location
            return Response(status: .temporaryRedirect, headers: headers)
        case .file(let file):
            headers[.acceptRanges] = "bytes"
            switch ByteRange(header: header, size: file.size) {
            case .whole:
                return Response(status: .ok, headers: headers, body: .file(file, range: 0..<file.size, logger: logger))
            case .part(let range):
                headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.size)"
                return Response(status: .partialContent, headers: headers, body: .file(file, range: range, logger: logger))
            case .unsatisfiable:
                await file.close(logging: logger)
                headers[.contentRange] = "bytes */\(file.size)"
                return Response(
                    OCIError(.rangeNotSatisfiable, "the range lies outside of the blob, which has \(file.size) bytes"), headers: headers)
            }
        }
    }
}

extension ResponseBody {
    /// Bytes read ahead of the socket. Two windows are in memory at a time: one on its way out, the next being read.
    private static let windowSize: Int64 = 256 * 1024

    /// A stretch of a file, read in windows through memory.
    static func file(_ file: BlobFile, range: Range<Int64>, logger: Logger) -> ResponseBody {
        ResponseBody(contentLength: Int(range.count)) { writer in
            do {
                var position = range.lowerBound
                var window = try await file.read(at: position, count: Int(min(Self.windowSize, range.upperBound - position)))
                while window.readableBytes > 0 {
                    position += Int64(window.readableBytes)
                    let count = Int(min(Self.windowSize, range.upperBound - position))
                    let (sent, start) = (window, position)
                    async let next = count > 0 ? file.read(at: start, count: count) : ByteBuffer()
                    try await writer.write(sent)
                    window = try await next
                }
                guard position == range.upperBound else { throw TruncatedFileError(position: position, expected: range.upperBound) }
                try await writer.finish(nil)
                await file.close(logging: logger)
            } catch {
                // The head is sent: the only way to say that the rest will not come is to break the connection.
                await file.close(logging: logger)
                throw error
            }
        }
    }
}

private struct TruncatedFileError: Error {
    let position: Int64
    let expected: Int64
}

extension BlobFile {
    fileprivate func close(logging logger: Logger) async {
        do {
            try await close()
        } catch {
            logger.error("a blob's file could not be closed", metadata: ["error": "\(error)"])
        }
    }
}
