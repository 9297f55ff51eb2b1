import Catalog
import ContentHashing
import FoundationEssentials
import StageModel

/// The locks of one client of werf's protocol, kept as leases of the namespace `werf/CLIENTID`.
///
/// They differ from those of werf's own server, in what its clients can't see:
/// - Each holder has an id of its own, also of a shared lock, so a dead one is told from a live one.
/// - They survive a restart; so does the place of who waits by name.
///
/// **Who comes next.** Clients that name themselves (`acquirerId`) wait in line. The others, which are all of werf's releases,
/// poll: as at werf's server, whoever asks first gets a lock that is free. While a line is alive they share one place in it
/// for each mode, which the first of them to ask at its turn takes; so a line can't starve them, and behind one that died
/// they wait no longer than it is remembered.
struct WerfLocks {
    /// How long a lock lives that isn't renewed. Clients count on it, and renew every 3 seconds.
    static let timeToLive: Duration = .seconds(10)
    /// How long a place in the line is kept without being asked for again. Clients ask every 2 seconds.
    static let patience: Duration = .seconds(10)
    /// In bytes of UTF-8.
    static let maximumNameLength = 1024

    let catalog: Catalog
    let client: WerfName

    /// Asks for a lock once.
    ///
    /// - Throws: ``WerfRefusal/shouldWait``, another ``WerfRefusal`` for a name that can't be; ``CatalogError``.
    func acquire(_ request: WerfAcquireRequest) async throws -> WerfLockHandle {
        let key = try self.key(request.lockName)
        let mode: LeaseMode = request.options.shared ? .shared : .exclusive
        let acquirer = request.options.acquirerID
        let place = Self.place(of: acquirer, mode)
        var outcome = try await ask(for: key, mode, at: place, queues: !acquirer.isEmpty)
        if acquirer.isEmpty, case .waiting(let position, _) = outcome, position > 0 {
            outcome = try await ask(for: key, mode, at: place, queues: true)
        }
        switch outcome {
        case .granted(let holder): return WerfLockHandle(uuid: holder.id.value, lockName: request.lockName)
        case .waiting: throw WerfRefusal.shouldWait
        }
    }

    private func ask(for key: LeaseKey, _ mode: LeaseMode, at place: LeaseID, queues: Bool) async throws -> LeaseQueue.Acquisition {
        try await catalog.acquireLease(
            key, id: place, grantedAs: Self.newID(), mode: mode, timeToLive: Self.timeToLive, patience: Self.patience, queues: queues)
    }

    /// Gives a lock its time again, also one that has expired and that nobody took over.
    ///
    /// - Throws: ``WerfRefusal``; ``CatalogError``.
    func renew(_ request: WerfHandleRequest) async throws {
        _ = try Self.check(await catalog.renewLease(key(request.lockHandle.lockName), id: Self.id(request.lockHandle)))
    }

    /// - Throws: ``WerfRefusal``; ``CatalogError``.
    func release(_ request: WerfHandleRequest) async throws {
        try Self.check(await catalog.releaseLease(key(request.lockHandle.lockName), id: Self.id(request.lockHandle)))
    }

    private static func check<Value>(_ result: Result<Value, LeaseQueue.Loss>) throws(WerfRefusal) -> Value {
        switch result {
        case .success(let value): return value
        case .failure(.replaced): throw .alreadyLeased
        case .failure(.unknown): throw .noLease
        }
    }

    /// Names of locks are any text: a project and a signature, or the reference of an image.
    private func key(_ lockName: String) throws(WerfRefusal) -> LeaseKey {
        guard (1...Self.maximumNameLength).contains(lockName.utf8.count), !lockName.utf8.contains(0) else {
            throw WerfRefusal("the name of a lock has 1 to \(Self.maximumNameLength) bytes, none of them NUL")
        }
        return LeaseKey(namespace: "werf/\(client.value)", name: lockName)
    }

    /// A handle that isn't one of ours gets an id that nobody has: what is answered then depends on whether the lock is held.
    private static func id(_ handle: WerfLockHandle) -> LeaseID {
        guard !handle.uuid.hasPrefix(placePrefix), let id = LeaseID(handle.uuid) else { return newID() }
        return id
    }

    private static func newID() -> LeaseID {
        guard let id = LeaseID(UUID().uuidString.lowercased()) else { preconditionFailure("a UUID is an id of a lease") }
        return id
    }

    private static let placePrefix = "place."

    /// The place in the line, by who asks and for what. Never the id of a holder.
    private static func place(of acquirer: String, _ mode: LeaseMode) -> LeaseID {
        let name = acquirer.isEmpty ? "anybody" : Digest(hashing: Array(acquirer.utf8)).hex
        guard let id = LeaseID("\(placePrefix)\(mode.rawValue).\(name)") else { preconditionFailure("a digest is part of an id") }
        return id
    }
}
