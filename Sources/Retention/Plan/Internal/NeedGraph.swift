/// What has to be kept where something is kept. Nodes are tags, manifests behind them, and between them some that stand for several
/// others, so that thousands that need the same thousands cost thousands.
struct NeedGraph: Sendable {
    enum Kind: UInt8, Sendable {
        /// From a tag to its manifest.
        case target
        case member, ancestor, importSource, referrer, service, subject
    }

    let tagCount: Int
    let manifestCount: Int
    private(set) var nodeCount: Int
    private var sources: [Int32] = []
    private var targets: [Int32] = []
    private var kinds: [Kind] = []
    private var edges = Adjacency(count: 0, from: [], to: [])
    private var edgeKinds: [Kind] = []

    init(tagCount: Int, manifestCount: Int) {
        self.tagCount = tagCount
        self.manifestCount = manifestCount
        // Behind the manifests, one for each: "the manifest and all its tags are needed".
        nodeCount = tagCount + 2 * manifestCount
    }

    func node(ofManifest manifest: Int32) -> Int32 { Int32(tagCount) + manifest }

    /// Who needs this one needs the manifest, and the tags that keep it.
    func need(ofManifest manifest: Int32) -> Int32 { Int32(tagCount + manifestCount) + manifest }

    func isReal(_ node: Int32) -> Bool { node < tagCount + manifestCount }

    /// A node that stands for others.
    mutating func addGroup() -> Int32 {
        nodeCount += 1
        return Int32(nodeCount - 1)
    }

    mutating func add(_ kind: Kind, from source: Int32, to target: Int32) {
        guard source != target else { return }
        sources.append(source)
        targets.append(target)
        kinds.append(kind)
    }

    /// Ends the adding.
    mutating func seal() {
        let order = Adjacency(count: nodeCount, from: sources, to: Array(0..<Int32(sources.count)))
        edges = Adjacency(count: nodeCount, from: sources, to: targets)
        var sorted: [Kind] = []
        sorted.reserveCapacity(kinds.count)
        for node in 0..<Int32(nodeCount) {
            for place in order[node] { sorted.append(kinds[Int(place)]) }
        }
        edgeKinds = sorted
        sources = []
        targets = []
        kinds = []
    }

    func forEachNeed(of node: Int32, _ body: (_ target: Int32, _ kind: Kind) -> Void) {
        for place in edges.places(of: node) { body(edges.target(at: place), edgeKinds[place]) }
    }

    func targets(of node: Int32) -> ArraySlice<Int32> { edges[node] }
}

extension NeedGraph {
    /// What is reached from some nodes, and from where.
    struct Closure: Sendable {
        private(set) var isReached: [Bool]
        /// The real node that needs it; the first one that was found.
        private(set) var origin: [Int32]
        private(set) var kind: [Kind]

        init(count: Int) {
            isReached = Array(repeating: false, count: count)
            origin = Array(repeating: -1, count: count)
            kind = Array(repeating: .target, count: count)
        }

        /// Adds what is needed by further nodes.
        ///
        /// - Parameter links: Nodes that are needed besides, and by which.
        mutating func add(_ roots: some Sequence<Int32>, links: [(source: Int32, target: Int32)] = [], in graph: NeedGraph) {
            var queue: [Int32] = []
            for root in roots where !isReached[Int(root)] {
                isReached[Int(root)] = true
                queue.append(root)
            }
            for (source, target) in links where !isReached[Int(target)] {
                isReached[Int(target)] = true
                origin[Int(target)] = source
                kind[Int(target)] = .subject
                queue.append(target)
            }
            var next = 0
            while next < queue.count {
                let node = queue[next]
                next += 1
                let isReal = graph.isReal(node)
                graph.forEachNeed(of: node) { target, kind in
                    guard !isReached[Int(target)] else { return }
                    isReached[Int(target)] = true
                    origin[Int(target)] = isReal ? node : origin[Int(node)]
                    self.kind[Int(target)] = isReal ? kind : self.kind[Int(node)]
                    queue.append(target)
                }
            }
        }
    }
}
