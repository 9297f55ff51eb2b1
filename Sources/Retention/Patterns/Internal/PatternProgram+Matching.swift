extension PatternProgram {
    /// Whether the whole text matches. Takes time that is linear in the text, for one program.
    func matches(_ text: String.UnicodeScalarView) -> Bool {
        var run = Run(instructions.count)
        var previous: UInt32?
        var rest = text.makeIterator()
        var scalar = rest.next()?.value
        enter(0, between: previous, and: scalar, in: &run)
        while let current = scalar {
            guard !run.next.isEmpty else { return false }
            let following = rest.next()?.value
            run.step()
            for place in run.current {
                guard case .take(let set) = instructions[Int(place)], sets[Int(set)].contains(current) else { continue }
                enter(place + 1, between: current, and: following, in: &run)
            }
            previous = current
            scalar = following
        }
        return run.accepts
    }

    /// Where a match is, after some characters.
    private struct Run {
        /// Instructions that take the next character.
        var current: [Int32] = []
        var next: [Int32] = []
        var accepts = false
        /// In which step an instruction was entered last.
        var entered: [Int32]
        var number: Int32 = 1
        var pending: [Int32] = []

        init(_ count: Int) {
            entered = Array(repeating: 0, count: count)
        }

        mutating func step() {
            swap(&current, &next)
            next.removeAll(keepingCapacity: true)
            accepts = false
            number &+= 1
        }
    }

    /// Goes on from an instruction without taking a character.
    private func enter(_ start: Int32, between previous: UInt32?, and following: UInt32?, in run: inout Run) {
        run.pending.append(start)
        while let place = run.pending.popLast() {
            guard run.entered[Int(place)] != run.number else { continue }
            run.entered[Int(place)] = run.number
            switch instructions[Int(place)] {
            case .take: run.next.append(place)
            case .accept: run.accepts = true
            case .jump(let target): run.pending.append(target)
            case .split(let first, let second):
                run.pending.append(second)
                run.pending.append(first)
            case .check(let assertion):
                if Self.holds(assertion, between: previous, and: following) { run.pending.append(place + 1) }
            }
        }
    }

    private static func holds(_ assertion: PatternNode.Assertion, between previous: UInt32?, and following: UInt32?) -> Bool {
        switch assertion {
        case .textStart: previous == nil
        case .textEnd: following == nil
        case .lineStart: previous == nil || previous == 0x0a
        case .lineEnd: following == nil || following == 0x0a
        case .wordBoundary: isWord(previous) != isWord(following)
        case .noWordBoundary: isWord(previous) == isWord(following)
        }
    }

    private static func isWord(_ scalar: UInt32?) -> Bool {
        scalar.map { ScalarSet.words.contains($0) } ?? false
    }
}
