import StageModel
import StowageTestSupport
import Testing

@Suite("Commit graph")
struct CommitGraphTests {
    @Test(arguments: [20, 32]) func `Finds commits, and has children before their parents`(idSize: Int) throws {
        var builder = GraphBuilder(idSize: idSize)
        try builder.commit("root", at: 100)
        for number in 0..<100 { try builder.commit("\(number)", parents: [number == 0 ? "root" : "\(number - 1)"], at: 200 + Int64(number)) }
        try builder.commit("merge", parents: ["99", "17", "root"], at: 50)
        let graph = try builder.graph()

        #expect(graph.count == 102)
        for name in ["root", "merge"] + (0..<100).map(String.init) {
            let position = try #require(graph.position(of: builder[name]))
            #expect(try graph.commit(at: position) == builder[name])
            for parent in graph.parents(of: position) { #expect(Int(parent) > position) }
        }
        let merge = try #require(graph.position(of: builder["merge"]))
        #expect(graph.committedAt(merge) == Timestamp(millisecondsSince1970: 50_000))
        #expect(try graph.parents(of: merge).map { graph.commit(at: Int($0)) } == [builder["99"], builder["17"], builder["root"]])
        #expect(try graph.parents(of: #require(graph.position(of: builder["root"]))).isEmpty)
        for text in [String(repeating: "a", count: 40), String(repeating: "a", count: 64)] {
            #expect(try graph.position(of: #require(CommitID(text))) == nil)
        }
    }

    @Test func `The order in which commits come says nothing`() throws {
        let parents: [UInt8: [UInt8]] = [1: [2, 3], 2: [4], 3: [4, 5], 4: [6], 5: [6], 6: []]
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<50 {
            var builder = CommitGraph.Builder(idSize: 20)
            for commit in parents.keys.shuffled(using: &generator) { builder.add(commit, parents: parents[commit] ?? []) }
            let graph = try builder.build()
            #expect(graph.count == 6)
            for (commit, parents) in parents {
                let position = try #require(CommitID.filled(with: commit).flatMap { graph.position(of: $0) })
                #expect(graph.parents(of: position).map { graph.commit(at: Int($0)) } == parents.compactMap { CommitID.filled(with: $0) })
                #expect(graph.parents(of: position).allSatisfy { $0 > position })
            }
        }
    }

    @Test func `A commit is added once`() throws {
        var builder = CommitGraph.Builder(idSize: 20)
        builder.add(1, parents: [])
        builder.add(1, parents: [2])
        #expect(try builder.build().count == 1)
    }

    @Test func `A parent that is missing is an error, and so is a circle`() throws {
        var incomplete = CommitGraph.Builder(idSize: 20)
        incomplete.add(1, parents: [2])
        let missing = #expect(throws: CommitGraphError.self) { try incomplete.build() }
        #expect(missing?.code == .missingCommit)
        #expect(missing?.message.contains(String(repeating: "02", count: 20)) == true)

        var circle = CommitGraph.Builder(idSize: 20)
        circle.add(1, parents: [2])
        circle.add(2, parents: [3])
        circle.add(3, parents: [2])
        #expect(#expect(throws: CommitGraphError.self) { try circle.build() }?.code == .cycle)
    }

    @Test(arguments: [(Int64.max, Int64.max), (.min, .min), (-5, -5000), (0, 0)])
    func `Times that make no sense stay in order`(seconds: Int64, milliseconds: Int64) throws {
        var builder = GraphBuilder()
        try builder.commit("a", at: seconds)
        #expect(try builder.graph().committedAt(0) == Timestamp(millisecondsSince1970: milliseconds))
    }

    @Test func `An empty graph`() throws {
        let graph = CommitGraph()
        #expect(graph.count == 0)
        #expect(try graph.position(of: .of("a")) == nil)
        #expect(graph.reach(from: [], to: []).headCount == 0)
        #expect(try CommitGraph.Builder(idSize: 32).build().count == 0)
    }
}

extension CommitGraph.Builder {
    /// Adds a commit with ids of one byte's value.
    mutating func add(_ commit: UInt8, parents: [UInt8]) {
        let id = [UInt8](repeating: commit, count: idSize)
        let parents = parents.flatMap { [UInt8](repeating: $0, count: idSize) }
        id.withUnsafeBytes { id in
            parents.withUnsafeBytes { add(id, committedAt: 0, parents: $0) }
        }
    }
}

extension CommitID {
    static func filled(with byte: UInt8) -> CommitID? {
        CommitID(String(repeating: (byte < 16 ? "0" : "") + String(byte, radix: 16), count: 20))
    }
}
