extension CommitGraph {
    /// Puts a graph together from its commits, in whatever order they come.
    package struct Builder: Sendable {
        private var ids: CommitIDs
        /// For each id that was met, as a commit or as a parent: where its entry in `edges` begins, or -1 as long as there is none.
        private var entries: [Int32] = []
        private var times: [Int64] = []
        /// For each commit that was added the count of its parents, and then those.
        private var edges: [Int32] = []

        /// - Parameter idSize: Bytes of an id: 20, or 32 where the repository's object format is SHA-256.
        package init(idSize: Int) {
            self.ids = CommitIDs(width: idSize)
        }

        package var idSize: Int { ids.width }

        /// Adds a commit. Does nothing for one that is there.
        ///
        /// - Parameters:
        ///   - id: Its bytes, ``idSize`` of them.
        ///   - seconds: When it was committed, in unix time.
        ///   - parents: The bytes of all ids of its parents, one after another.
        package mutating func add(_ id: UnsafeRawBufferPointer, committedAt seconds: Int64, parents: UnsafeRawBufferPointer) {
            let place = place(of: id)
            guard entries[place] < 0 else { return }
            entries[place] = Int32(edges.count)
            times[place] = seconds
            edges.append(Int32(parents.count / ids.width))
            for start in stride(from: 0, to: parents.count, by: ids.width) {
                edges.append(Int32(self.place(of: UnsafeRawBufferPointer(rebasing: parents[start..<start + ids.width]))))
            }
        }

        private mutating func place(of id: UnsafeRawBufferPointer) -> Int {
            let place = ids.insert(id)
            if place == entries.count {
                entries.append(-1)
                times.append(0)
            }
            return place
        }

        /// The graph of all commits.
        ///
        /// - Throws: ``CommitGraphError`` where a parent was not added, and where a commit would be its own ancestor.
        package consuming func build() throws -> CommitGraph {
            let order = try order()
            var places = [Int32](repeating: 0, count: order.count)
            for (position, place) in order.enumerated() { places[Int(place)] = Int32(position) }
            var parentStarts: [Int32] = []
            var parents: [Int32] = []
            parentStarts.reserveCapacity(order.count + 1)
            parents.reserveCapacity(edges.count - order.count)
            for place in order {
                parentStarts.append(Int32(parents.count))
                for parent in self.parents(of: Int(place)) { parents.append(places[Int(parent)]) }
            }
            parentStarts.append(Int32(parents.count))
            return CommitGraph(
                ids: ids.moved(order: order, places: places), times: order.map { times[Int($0)] }, parentStarts: parentStarts, parents: parents)
        }

        private func parents(of place: Int) -> ArraySlice<Int32> {
            let start = Int(entries[place])
            return edges[start + 1..<start + 1 + Int(edges[start])]
        }

        /// Every commit before its parents.
        private func order() throws -> [Int32] {
            // Children that are not in the order yet.
            var children = [Int32](repeating: 0, count: entries.count)
            for place in entries.indices {
                guard entries[place] >= 0 else { throw CommitGraphError(.missingCommit, "commit \(ids.commit(at: place)) is a parent, but missing") }
                for parent in parents(of: place) { children[Int(parent)] += 1 }
            }
            var order: [Int32] = []
            order.reserveCapacity(entries.count)
            for place in entries.indices where children[place] == 0 { order.append(Int32(place)) }
            var next = 0
            while next < order.count {
                for parent in parents(of: Int(order[next])) {
                    children[Int(parent)] -= 1
                    if children[Int(parent)] == 0 { order.append(parent) }
                }
                next += 1
            }
            guard order.count == entries.count else { throw CommitGraphError(.cycle, "commits are ancestors of themselves") }
            return order
        }
    }
}
