/// What git has, at one moment: the refs of the remote, and every commit that can be reached from them.
package struct GitSnapshot: Sendable {
    /// Branches and tags, in the order of kind and name. A tag of something that is no commit is not among them.
    package var references: [GitReference]
    /// Exactly the commits that a reference reaches.
    package var graph: CommitGraph

    package init(references: [GitReference], graph: CommitGraph) {
        self.references = references
        self.graph = graph
    }
}
