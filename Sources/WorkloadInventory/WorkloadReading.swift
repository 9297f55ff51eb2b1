package import StageModel

/// What a source of workloads says.
package struct WorkloadReading: Hashable, Sendable {
    /// No two that are equal, in the order in which they were found.
    package var uses: [ImageUse]
    /// For people: references that can't name an image of ours, kinds of objects that aren't known.
    package var notes: [String]

    package init(uses: [ImageUse] = [], notes: [String] = []) {
        self.uses = uses
        self.notes = notes
    }
}
