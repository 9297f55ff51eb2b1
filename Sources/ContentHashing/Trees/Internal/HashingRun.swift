import Synchronization

/// One tree being hashed by several threads: who takes which entries, what came out, and whether to stop.
final class HashingRun: Sendable {
    private static let batch = 32

    private let entries: TreeEntries
    private let folder: TreeFolder
    private let objectIDs: ObjectIDs
    /// For each entry the place of its id; empty where no entry has one.
    private let places: [Int32]
    private let cache: ObjectDigestCache?
    private let slots: ResultSlots<TreeContent>
    private let next = Atomic<Int>(0)
    private let isStopped = Atomic<Bool>(false)
    private let failure = Mutex<(index: Int, error: any Error)?>(nil)

    /// - Parameter objectIDs: Of use only with a cache.
    init(_ entries: TreeEntries, in folder: TreeFolder, objectIDs: ObjectIDs = ObjectIDs(), cache: ObjectDigestCache? = nil) {
        self.entries = entries
        self.folder = folder
        self.objectIDs = objectIDs
        self.places = objectIDs.places(of: entries)
        self.cache = cache
        self.slots = ResultSlots(repeating: .folder, count: entries.count)
    }

    var count: Int { entries.count }

    func cancel() {
        fail(-1, CancellationError())
    }

    /// All that was hashed, once every thread has ended.
    func result() throws -> [TreeContent] {
        if let failure = failure.withLock({ $0 }) { throw failure.error }
        return slots.take()
    }

    /// Takes entries until there are none left; runs on several threads at once.
    func work() {
        var reader = EntryReader(folder) { self.isStopped.load(ordering: .relaxed) }
        var uses = ObjectDigestUses(today: cache?.today ?? 0)
        defer { cache?.add(uses) }
        while true {
            let start = next.wrappingAdd(Self.batch, ordering: .relaxed).oldValue
            guard start < entries.count else { return }
            for index in start..<min(start + Self.batch, entries.count) {
                guard !isStopped.load(ordering: .relaxed) else { return }
                do {
                    slots.set(index, try content(at: index, &reader, &uses))
                } catch {
                    return fail(index, error)
                }
            }
        }
    }

    private func content(at index: Int, _ reader: inout EntryReader, _ uses: inout ObjectDigestUses) throws -> TreeContent {
        switch entries.kind(at: index) {
        case .folder: return .folder
        case .symlink: return .symlink(try reader.digestOfTarget(at: index, of: entries))
        case .file: break
        }
        let place = places.isEmpty ? -1 : places[index]
        guard place >= 0, let cache else { return try reader.file(at: index, of: entries).content }
        let known = objectIDs.files[Int(place)]
        let id = known.id
        if let record = cache.record(of: id) {
            if let status = known.status, status.size == record.size {
                uses.add(record, of: id)
                return status.isExecutable ? .executable(record.digest) : .file(record.digest)
            }
            let status = try reader.status(at: index, of: entries)
            if status.size == record.size {
                uses.add(record, of: id)
                return status.isExecutable ? .executable(record.digest) : .file(record.digest)
            }
        }
        let file = try reader.file(at: index, of: entries, provingID: id)
        if file.isObject { uses.add(file.digest, size: file.size, of: id) }
        return file.content
    }

    /// Of several failures the one of the first entry is told, as far as others were tried.
    private func fail(_ index: Int, _ error: any Error) {
        failure.withLock { failure in
            if failure.map({ index < $0.index }) ?? true { failure = (index, error) }
        }
        isStopped.store(true, ordering: .relaxed)
    }
}
