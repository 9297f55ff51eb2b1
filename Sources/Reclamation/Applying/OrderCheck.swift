import Catalog
import OCIModel
import StageModel

/// What must hold of a plan that a client hands over, before its items.
struct OrderCheck {
    /// Enough for any project; keeps sums from overflowing.
    private static let maximumItems = 100_000_000

    let now: Timestamp
    /// The repositories of the project, and how far each is.
    let present: Watermark

    /// - Throws: ``OCIError`` with code `requestInvalid`; `planConflict` where the order speaks of another state of the server.
    func check(_ order: CleanupOrder) throws(OCIError) {
        guard order.watermark.project == order.project else { throw OCIError(.requestInvalid, "the watermark is of another project") }
        guard order.watermark.catalog == present.catalog else {
            throw OCIError(
                .planConflict, "the plan was made for another server, or before this one's catalog was begun anew; make a new plan with this server")
        }
        guard (0...Self.maximumItems).contains(order.itemCount) else {
            throw OCIError(.requestInvalid, "a plan has from 0 to \(Self.maximumItems) items, not \(order.itemCount)")
        }
        guard (0...Catalog.planMemory.milliseconds).contains(order.undoWindow) else {
            throw OCIError(.requestInvalid, "the undo window can be up to 90 days long; longer than that it isn't known what a plan deleted")
        }
        guard (0...1).contains(order.largestShare) else { throw OCIError(.requestInvalid, "the largest share is a number from 0 to 1") }
        guard max(order.inventoryAt, order.watermark.takenAt) <= now.millisecondsSince1970 else {
            throw OCIError(.planConflict, "the server's clock was set back behind the plan's inventory; check it, and make a new plan")
        }
        guard order.watermark.takenAt <= order.inventoryAt else {
            throw OCIError(.requestInvalid, "the watermark is taken before the inventory, and this one was taken after it")
        }
        let generations = Dictionary(present.repositories.map { ($0.name, $0.generation) }, uniquingKeysWith: max)
        var seen: Set<String> = []
        for repository in order.watermark.repositories {
            guard seen.insert(repository.name).inserted else {
                throw OCIError(.requestInvalid, "the watermark names \(repository.name) twice")
            }
            guard let generation = generations[repository.name] else {
                throw OCIError(.requestInvalid, "the repository '\(repository.name)' is not one of the project \(order.project)")
            }
            guard (0...generation).contains(repository.generation) else {
                throw OCIError(
                    .planConflict,
                    "the repository \(repository.name) never came to the watermark's generation \(repository.generation); make a new plan")
            }
        }
    }
}
