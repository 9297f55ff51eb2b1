/// Holds a trace against the promise of a 201: bytes synced, renamed in, folder synced, row committed, and only then the
/// answer.
///
/// A pure function over the trace. Requests must have been made one after another; each window of the trace ends with the
/// write of one `201`.
struct PushOrder {
    /// The folder of the store, as the trace shows it.
    let dataFolder: String
    private let calls: [TracedCall]
    /// The writes of `HTTP/1.1 201`, in order.
    private let answers: [TracedCall]

    init(dataFolder: String, trace: [TracedCall]) {
        self.dataFolder = dataFolder
        self.calls = trace
        self.answers = trace.filter { Self.sends.contains($0.name) && $0.arguments.contains("HTTP/1.1 201") }
    }

    var answerCount: Int { answers.count }

    /// What is wrong with the order before the answer `number`, counted from 0, to the push of a blob that is stored at
    /// `path` below the data folder. Empty where everything is right.
    func faults(ofBlobAt path: String, answer number: Int) -> [String] {
        guard let window = window(number) else { return ["there is no answer 201 number \(number)"] }
        let stored = "\(dataFolder)/\(path)"
        guard let publish = window.calls.first(where: { Self.renames.contains($0.name) && $0.succeeded && $0.paths.last == stored }),
            let upload = publish.paths.first
        else { return ["nothing was renamed to \(path) before the answer"] }
        var faults: [String] = []

        // The upload's writes may lie before the window: an upload begins with earlier requests.
        let writes = calls.filter { Self.writes.contains($0.name) && $0.descriptorPath == upload && $0.begin < window.answer.begin }
        let dataSync = calls.last { Self.syncs.contains($0.name) && $0.succeeded && $0.descriptorPath == upload && $0.end < publish.begin }
        if writes.isEmpty { faults.append("no bytes were written to the upload file") }
        if let dataSync {
            if writes.contains(where: { $0.end > dataSync.begin }) { faults.append("bytes were written to the upload file after its sync began") }
        } else {
            faults.append("the upload file was not synced before it was renamed")
        }

        let shard = Self.parent(of: stored)
        let folderSync = synced(shard, after: publish.end, in: window)
        if folderSync == nil { faults.append("the folder of the blob was not synced between the rename and the answer") }
        if let made = calls.last(where: { Self.makes.contains($0.name) && $0.succeeded && $0.paths.last == shard && $0.begin < window.answer.begin }),
            !calls.contains(where: {
                Self.syncs.contains($0.name) && $0.succeeded && $0.descriptorPath == Self.parent(of: shard) && $0.begin > made.end
                    && $0.end < window.answer.begin
            })
        {
            faults.append("the folder that holds the new folder of the blob was not synced before the answer")
        }
        return faults + commitFaults(after: folderSync?.end ?? publish.end, in: window)
    }

    /// What is wrong with the order before the answer `number` to the push of a manifest, which is a row alone.
    func faults(ofManifestAnswer number: Int) -> [String] {
        guard let window = window(number) else { return ["there is no answer 201 number \(number)"] }
        return commitFaults(after: window.begin, in: window)
    }

    private struct Window {
        let begin: Int
        let answer: TracedCall
        let calls: [TracedCall]
    }

    private func window(_ number: Int) -> Window? {
        guard answers.indices.contains(number) else { return nil }
        let begin = number == 0 ? -1 : answers[number - 1].begin
        return Window(begin: begin, answer: answers[number], calls: calls.filter { $0.begin > begin && $0.end < answers[number].begin })
    }

    private func commitFaults(after line: Int, in window: Window) -> [String] {
        let log = "\(dataFolder)/catalog.sqlite-wal"
        let writes = window.calls.filter { Self.writes.contains($0.name) && $0.succeeded && $0.descriptorPath == log && $0.begin > line }
        guard let last = writes.last else { return ["the catalog was not written to between the bytes' last sync and the answer"] }
        guard synced(log, after: last.end, in: window) != nil else {
            return ["the catalog's log was not synced between its last write and the answer"]
        }
        return []
    }

    private func synced(_ path: String, after line: Int, in window: Window) -> TracedCall? {
        window.calls.first { Self.syncs.contains($0.name) && $0.succeeded && $0.descriptorPath == path && $0.begin > line }
    }

    private static func parent(of path: String) -> String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? path }

    private static let syncs: Set = ["fsync", "fdatasync"]
    private static let renames: Set = ["rename", "renameat", "renameat2", "link", "linkat"]
    private static let makes: Set = ["mkdir", "mkdirat"]
    private static let writes: Set = ["write", "pwrite64", "writev", "pwritev", "pwritev2"]
    private static let sends: Set = ["write", "writev", "sendto", "sendmsg"]

    /// The calls that `strace` has to show.
    static let traced = "fsync,fdatasync,rename,renameat,renameat2,link,linkat,mkdir,mkdirat,write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg"
}
