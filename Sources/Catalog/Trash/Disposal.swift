/// How something is deleted, and whether it can be brought back.
package struct Disposal: Hashable, Sendable {
    /// For people: why.
    package var reason: String
    /// The plan that asked for it.
    package var plan: String?
    /// How long it can be restored. Zero or less: not at all.
    package var undoWindow: Duration
    /// When nobody can restore it any more its manifest goes too, unless something else needs it. Otherwise the manifest stays,
    /// without the tag.
    package var takesManifest: Bool

    package init(reason: String, plan: String? = nil, undoWindow: Duration, takesManifest: Bool) {
        self.reason = reason
        self.plan = plan
        self.undoWindow = undoWindow
        self.takesManifest = takesManifest
    }

    var isForGood: Bool { undoWindow <= .zero }
}
