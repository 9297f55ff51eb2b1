/// What was decided about one tag or manifest so far, in little memory; the words come at the end.
struct Verdict: Sendable {
    enum Action: UInt8, Sendable {
        case undecided, keep, delete
    }

    var action = Action.undecided
    /// Kept by the rules 1 to 3, or needed by what they keep: no budget takes it.
    var isProtected = false
    var rule = Rule.none
    var fact = Fact.none

    static func keep(_ rule: Rule, _ fact: Fact, isProtected: Bool = true) -> Verdict {
        Verdict(action: .keep, isProtected: isProtected, rule: rule, fact: fact)
    }

    static func delete(_ rule: Rule, _ fact: Fact) -> Verdict {
        Verdict(action: .delete, rule: rule, fact: fact)
    }
}

/// What a rule looked at. Nodes are numbers of tags, and those of manifests behind them.
enum Fact: Sendable {
    case none
    /// The whole reason, a number of the maker's texts.
    case text(Int32)
    /// Since when, in milliseconds.
    case age(Int64)
    case rank(Int32, limit: Int32)
    /// By a reference of git, with the place among what it keeps; zero for beyond all places.
    case reached(reference: Int32, place: Int32, limit: Int32)
    case node(Int32)
}
