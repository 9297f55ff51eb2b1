/// A regular expression as instructions: a machine that is in several of them at once.
struct PatternProgram: Sendable {
    enum Instruction: Sendable {
        /// Takes a character of the set and goes to the next instruction.
        case take(Int32)
        case check(PatternNode.Assertion)
        /// Goes on at both.
        case split(Int32, Int32)
        case jump(Int32)
        case accept
    }

    static let maximumCount = 10_000

    private(set) var instructions: [Instruction] = []
    private(set) var sets: [ScalarSet] = []
    private var numbers: [ScalarSet: Int32] = [:]

    init(_ node: PatternNode) throws(PatternError) {
        try add(node)
        try append(.accept)
        numbers = [:]
    }

    private mutating func append(_ instruction: Instruction) throws(PatternError) {
        guard instructions.count < Self.maximumCount else {
            throw PatternError("its repetitions make it too large; repeat less")
        }
        instructions.append(instruction)
    }

    private var next: Int32 { Int32(instructions.count) }

    private mutating func add(_ node: PatternNode) throws(PatternError) {
        switch node {
        case .empty: break
        case .scalars(let set): try append(.take(number(of: set)))
        case .assertion(let assertion): try append(.check(assertion))
        case .sequence(let parts):
            for part in parts { try add(part) }
        case .alternatives(let parts): try add(alternatives: parts)
        case .repetition(let part, let minimum, let maximum): try add(part, from: minimum, to: maximum)
        }
    }

    private mutating func number(of set: ScalarSet) -> Int32 {
        if let number = numbers[set] { return number }
        let number = Int32(sets.count)
        sets.append(set)
        numbers[set] = number
        return number
    }

    private mutating func add(alternatives parts: [PatternNode]) throws(PatternError) {
        var ends: [Int] = []
        for (index, part) in parts.enumerated() {
            guard index < parts.count - 1 else {
                try add(part)
                break
            }
            let fork = instructions.count
            try append(.split(next + 1, 0))
            try add(part)
            ends.append(instructions.count)
            try append(.jump(0))
            instructions[fork] = .split(Int32(fork) + 1, next)
        }
        for end in ends { instructions[end] = .jump(next) }
    }

    private mutating func add(_ part: PatternNode, from minimum: Int, to maximum: Int?) throws(PatternError) {
        for _ in 0..<minimum { try add(part) }
        guard let maximum else {
            let fork = next
            try append(.split(fork + 1, 0))
            try add(part)
            try append(.jump(fork))
            instructions[Int(fork)] = .split(fork + 1, next)
            return
        }
        var forks: [Int] = []
        for _ in minimum..<max(minimum, maximum) {
            forks.append(instructions.count)
            try append(.split(next + 1, 0))
            try add(part)
        }
        for fork in forks { instructions[fork] = .split(Int32(fork) + 1, next) }
    }
}
