/// What ``CleanupProject`` leads to: every object, whether it is kept, by which rule, and the fact that the rule used.
enum GoldenPlan {
    static let lines: [String] = []
}
