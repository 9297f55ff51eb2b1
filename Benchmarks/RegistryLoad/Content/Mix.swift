/// Which kind of operation the one with a number is: every hundred of them have the same, spread evenly.
struct Mix: Sendable {
    enum Kind: Int, CaseIterable, Sendable {
        case hit, miss, push
    }

    private let order: [Kind]

    /// - Precondition: the shares are of a hundred, and add up to it.
    init(hits: Int, misses: Int, pushes: Int) {
        let shares = [(Kind.hit, hits), (.miss, misses), (.push, pushes)]
        var slots: [(position: Double, kind: Kind)] = []
        for (kind, share) in shares {
            for number in 0..<share { slots.append(((Double(number) + 0.5) / Double(share), kind)) }
        }
        self.order = slots.sorted { $0.position < $1.position }.map(\.kind)
    }

    func kind(_ index: Int) -> Kind { order[index % order.count] }
}
