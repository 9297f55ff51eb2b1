import StowageTestSupport
import Testing

@testable import StageModel

@Suite("Reach of heads")
struct ReachTests {
    @Test(arguments: 0..<60) func `Answers as a walk from each head does`(seed: UInt64) throws {
        var generator = Seeded(state: seed)
        let count = Int.random(in: 1...120, using: &generator)
        var builder = GraphBuilder()
        for number in 0..<count {
            let parents = Int.random(in: 0...3, using: &generator)
            let near = max(0, number - Int.random(in: 1...20, using: &generator))
            try builder.commit(
                "\(number)", parents: number == 0 ? [] : (0..<parents).map { _ in "\(Int.random(in: near..<number, using: &generator))" })
        }
        let graph = try builder.graph()
        // With equal ones, and more than go into a word.
        let heads = (0..<Int.random(in: 0...150, using: &generator)).map { _ in Int.random(in: 0..<count, using: &generator) }
        let asked = (0..<count).filter { _ in Bool.random(using: &generator) }
        let reach = graph.reach(from: heads, to: asked)

        let walks = heads.map { Self.walk(graph, from: $0) }
        for position in asked {
            var reached: [Int] = []
            reach.forEachHead(of: position) { reached.append($0) }
            #expect(reached == heads.indices.filter { walks[$0].contains(position) })
            #expect((reach.set(of: position) == 0) == reached.isEmpty)
            for other in asked {
                #expect((reach.set(of: position) == reach.set(of: other)) == reach.words(of: position).elementsEqual(reach.words(of: other)))
            }
        }
    }

    private static func walk(_ graph: CommitGraph, from head: Int) -> Set<Int> {
        var seen: Set = [head]
        var rest = [head]
        while let position = rest.popLast() {
            for parent in graph.parents(of: position) where seen.insert(Int(parent)).inserted { rest.append(Int(parent)) }
        }
        return seen
    }

    /// 1,000 heads along a line of 10,000 commits make 1,000 sets, of which only the last is needed.
    @Test func `Sets that nobody needs any more make room`() throws {
        var builder = GraphBuilder()
        for number in 0..<10_000 { try builder.commit("\(number)", parents: number == 0 ? [] : ["\(number - 1)"]) }
        let graph = try builder.graph()
        let heads = Array(stride(from: 0, to: graph.count, by: 10))
        let reach = graph.reach(from: heads, to: [graph.count - 1])
        #expect(reach.words(of: graph.count - 1).reduce(0) { $0 + $1.nonzeroBitCount } == 1000)
        #expect(reach.sets.capacity <= 4)
        // Positions that were asked about hold theirs.
        #expect(graph.reach(from: heads, to: [15, 25, 26, 4000]).sets.capacity <= 7)
    }

    @Test func `Equal sets are one, wherever they come from`() throws {
        // Two lines that two heads join in different ways.
        var builder = GraphBuilder()
        for name in ["left", "right"] { try builder.commit(name) }
        for name in ["a", "b"] { try builder.commit(name, parents: ["left", "right"]) }
        let graph = try builder.graph()
        let heads = try ["a", "b"].map { try #require(graph.position(of: builder[$0])) }
        let sides = try ["left", "right"].map { try #require(graph.position(of: builder[$0])) }
        let reach = graph.reach(from: heads, to: sides)
        #expect(reach.set(of: sides[0]) == reach.set(of: sides[1]))
        #expect(reach.words(of: sides[0]).elementsEqual([3]))
    }
}

private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
