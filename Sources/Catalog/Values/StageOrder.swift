/// How a list of stages is sorted.
package enum StageOrder: Hashable, Sendable {
    /// By signature and unique id.
    case tag
    /// The one published last first.
    case newest
}
