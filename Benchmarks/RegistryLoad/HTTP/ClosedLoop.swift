import Glibc

/// Requests over many connections from one thread: each connection sends its next request when it has the whole of its answer.
///
/// `poll` over non-blocking sockets, pre-encoded requests, and the rest of long bodies dropped in the kernel (`MSG_TRUNC`, see
/// tcp(7)): on two cores shared with the server the generator must not be what is measured. Every answer's status, length, digest
/// and, where it is short, body are compared with those of the first.
struct ClosedLoop {
    private struct Lane {
        var descriptor: Int32
        var target: Int
        var start: UInt64 = 0
        /// Bytes received that stand in the lane's part of the buffer.
        var received = 0
        var head: ResponseHead?
        /// Bytes of a long body that are still to come.
        var missing = 0
    }

    let endpoint: Endpoint
    let targets: [Target]
    let connections: Int
    let duration: Duration

    /// Room for a head and a body that is compared, in chunks too.
    private static let laneCapacity = 2 * Target.comparedBodySize

    /// Runs until the time is over and returns what was completed within it.
    ///
    /// - Parameter first: The target the first connection starts with; the others follow it.
    func run(first: Int) -> Tally {
        var tally = Tally()
        var lanes: [Lane] = []
        var polls: [pollfd] = []
        defer { for lane in lanes { close(lane.descriptor) } }
        do {
            for index in 0..<connections {
                let lane = Lane(descriptor: try Self.open(endpoint), target: (first + index) % targets.count)
                lanes.append(lane)
                polls.append(pollfd(fd: lane.descriptor, events: Int16(POLLIN), revents: 0))
            }
            let deadline = Monotonic.now + Monotonic.nanoseconds(duration)
            for index in lanes.indices { try send(&lanes[index]) }
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: connections * Self.laneCapacity, alignment: 64)
            defer { buffer.deallocate() }
            while true {
                let ready = poll(&polls, nfds_t(polls.count), 1000)
                if Monotonic.now >= deadline { return tally }
                guard ready > 0 else { continue }
                for index in polls.indices where polls[index].revents != 0 {
                    let part = UnsafeMutableRawBufferPointer(rebasing: buffer[index * Self.laneCapacity..<(index + 1) * Self.laneCapacity])
                    guard try receive(&lanes[index], into: part) else { continue }
                    let now = Monotonic.now
                    tally.record(nanoseconds: now - lanes[index].start, bytes: targets[lanes[index].target].bodyLength)
                    lanes[index].target = (lanes[index].target + 1) % targets.count
                    try send(&lanes[index])
                }
            }
        } catch {
            // A wrong answer ends the run: whatever it would measure after that is not the workload.
            tally.record(error)
            return tally
        }
    }

    private static func open(_ endpoint: Endpoint) throws -> Int32 {
        let descriptor = try endpoint.connect()
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
        return descriptor
    }

    private func send(_ lane: inout Lane) throws {
        lane.start = Monotonic.now
        lane.received = 0
        lane.head = nil
        let bytes = targets[lane.target].request.bytes
        let sent = Glibc.send(lane.descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        // The socket's buffer is empty here, since the last answer is complete: a small request fits in one go.
        guard sent == bytes.count else { throw LoadError.fromErrno("send") }
    }

    /// Takes what is there; true once the answer is complete, and right.
    private func receive(_ lane: inout Lane, into buffer: UnsafeMutableRawBufferPointer) throws -> Bool {
        if lane.missing > 0 {
            lane.missing -= try take(lane.descriptor, into: nil, atMost: lane.missing, flags: Int32(MSG_TRUNC))
            return lane.missing == 0
        }
        lane.received += try take(
            lane.descriptor, into: buffer.baseAddress?.advanced(by: lane.received), atMost: buffer.count - lane.received, flags: 0)
        let target = targets[lane.target]
        if lane.head == nil {
            let known = UnsafeRawBufferPointer(rebasing: buffer[..<lane.received])
            guard let head = try ResponseHead.parse(known, isDetailed: target.digest != nil) else { return false }
            try target.check(head)
            lane.head = head
        }
        guard let head = lane.head else { return false }
        let body = UnsafeRawBufferPointer(rebasing: buffer[head.byteCount..<lane.received])
        if head.isChunked, !target.request.isHead {
            guard let decoded = try ChunkedBody.decode(body) else { return false }
            guard decoded.count == target.contentLength else { throw LoadError(.unexpectedResponse, "an answer in chunks has another length") }
            try decoded.withUnsafeBytes { try target.check($0) }
            return true
        }
        if target.body != nil {
            guard body.count >= target.bodyLength else { return false }
            try target.check(body)
            return true
        }
        lane.missing = target.bodyLength - body.count
        return lane.missing == 0
    }

    private func take(_ descriptor: Int32, into buffer: UnsafeMutableRawPointer?, atMost count: Int, flags: Int32) throws -> Int {
        let received = recv(descriptor, buffer, count, flags)
        if received > 0 { return received }
        if received == 0 { throw LoadError(.connection, "the server closed the connection, or an answer is longer than it should be") }
        if errno == EAGAIN || errno == EINTR { return 0 }
        throw LoadError.fromErrno("recv")
    }
}
