/// The server's memory over a workload, in bytes.
struct MemorySamples: Sendable, Encodable {
    var residentBefore = 0
    var residentAtMost = 0
    var residentAfter = 0
    /// `VmHWM` at the end: it also holds peaks between the samples, and those before the workload.
    var highWater = 0
    var samples = 0
}
