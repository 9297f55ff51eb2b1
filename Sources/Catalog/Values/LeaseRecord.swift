package import StageModel

/// A lease that somebody holds or waits for.
package struct LeaseRecord: Hashable, Sendable {
    package let key: LeaseKey
    package let queue: LeaseQueue
}
