import Catalog
import FoundationEssentials
import ImageStore
import OCIModel
package import StageModel

extension PlanApplier {
    /// Takes a plan, whose items follow.
    package func create(_ order: CleanupOrder) async throws -> CleanupRecord {
        let now = clock()
        try OrderCheck(now: now, present: try await watermark(of: order.project)).check(order)
        let id = Self.id(at: now)
        return try await store.removing { try await catalog.createPlan(id, order) }
    }

    /// Takes the next items of a plan. Sending some again that are here does nothing, so a client whose answer got lost repeats
    /// itself.
    ///
    /// - Parameter position: Of the first of them: how many the plan has so far.
    package func add(items: [CleanupItem], at position: Int, to plan: String) async throws {
        let record = try await record(plan)
        let planned = try ItemCheck(record.order).check(items, at: position)
        let outcome = try await store.removing { try await catalog.addItems(planned, at: position, to: plan) }
        switch outcome {
        case .added: return
        case .unknown: throw Self.unknown(plan)
        case .complete: throw OCIError(.planConflict, "the plan \(plan) has all its items")
        case .tooMany(let expected): throw OCIError(.planConflict, "the plan \(plan) was announced with \(expected) items; send no more")
        case .misplaced(let next):
            if try await hold(items, at: position, of: plan, upTo: next) { return }
            throw OCIError(.planConflict, "the plan \(plan) goes on at position \(next), and other items than these are before that")
        }
    }

    /// Whether exactly these items are here.
    private func hold(_ items: [CleanupItem], at position: Int, of plan: String, upTo end: Int) async throws -> Bool {
        guard position + items.count <= end else { return false }
        var rest = items[...]
        while !rest.isEmpty {
            let next = position + items.count - rest.count
            let held = try await OCIError.translating { try await catalog.items(ofPlan: plan, from: next) }
            guard !held.isEmpty, rest.starts(with: held.prefix(rest.count)) else { return false }
            rest = rest.dropFirst(held.count)
        }
        return true
    }

    /// Refuses a plan that would delete a larger share of the project's image tags than it may.
    func requireShare(of record: CleanupRecord) async throws {
        let going = try await OCIError.translating { try await catalog.imageCount(ofPlan: record.id) }
        let repositories = try await watermark(of: record.order.project).repositories.map(\.name)
        var count = 0
        for repository in repositories {
            count += try await OCIError.translating { try await catalog.imageTagCount(in: try RepositoryName(repository)) }
        }
        guard count >= Self.smallProject, Double(going) > record.order.largestShare * Double(count) else { return }
        throw OCIError(
            .shareExceeded,
            "the plan would delete \(going) of \(count) image tags of \(record.order.project), more than its largest share; look at it, and force it if it is right",
            detail: ["plan": record.id, "images": "\(count)", "deleted": "\(going)"])
    }

    /// The share doesn't matter below so many image tags.
    private static let smallProject = 20

    /// The project's repositories as they are now.
    private func watermark(of project: String) async throws -> Watermark {
        try await OCIError.translating { try await catalog.watermark(ofProject: project, pattern: projectPattern) }
    }

    /// `20261124T101500Z-1f0c9a3e`: read by people, and in the order of time.
    static func id(at now: Timestamp) -> String {
        let separators: Set<Character> = ["-", ":"]
        let time = Date(timeIntervalSince1970: Double(now.millisecondsSince1970) / 1000).formatted(.iso8601)
        let number = String(UInt32.random(in: 0...UInt32.max), radix: 16)
        return String(time.filter { !separators.contains($0) }) + "-" + String(repeating: "0", count: 8 - number.count) + number
    }
}
