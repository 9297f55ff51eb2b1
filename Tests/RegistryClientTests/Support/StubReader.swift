/// Reads requests from a connection, as far as tests need it.
struct StubReader {
    let socket: LoopbackSocket
    /// What happens behind the head of a request of that method.
    let early: [String: StubEarly]
    private var buffer: [UInt8] = []

    init(socket: LoopbackSocket, early: [String: StubEarly]) {
        self.socket = socket
        self.early = early
    }

    /// - Returns: `nil` where the connection ended.
    mutating func request() -> StubRequest? {
        guard let first = line() else { return nil }
        let words = first.split(separator: " ")
        guard words.count == 3 else { return nil }
        var request = StubRequest(method: String(words[0]), target: String(words[1]), headers: [:])
        while let line = line(), !line.isEmpty {
            let parts = line.split(separator: ":", maxSplits: 1)
            request.headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
        }
        switch early[request.method] {
        case .answer(var answer):
            answer.headers["Connection"] = "close"
            _ = answer.send(over: socket)
            while !socket.read().isEmpty {}
            return nil
        case .silence:
            socket.waitForEnd(limit: .seconds(20))
            return nil
        case nil: break
        }
        if request.headers["transfer-encoding"] == "chunked" {
            while let size = line().flatMap({ Int($0, radix: 16) }) {
                guard let piece = take(size), line() != nil else { return nil }
                request.body += piece
                if size == 0 { break }
            }
        } else {
            guard let body = take(request.headers["content-length"].flatMap { Int($0) } ?? 0) else { return nil }
            request.body = body
        }
        return request
    }

    private mutating func line() -> String? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[..<end].filter { $0 != UInt8(ascii: "\r") }
                buffer.removeFirst(end + 1)
                return String(decoding: line, as: UTF8.self)
            }
            guard fill() else { return nil }
        }
    }

    private mutating func take(_ count: Int) -> [UInt8]? {
        while buffer.count < count { guard fill() else { return nil } }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    private mutating func fill() -> Bool {
        let bytes = socket.read()
        buffer += bytes
        return !bytes.isEmpty
    }
}
