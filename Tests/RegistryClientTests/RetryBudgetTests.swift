import Testing

@testable import RegistryClient

@Suite("The budget of attempts")
struct RetryBudgetTests {
    @Test func `Pauses double up to the longest, and end`() {
        var policy = RetryPolicy.standard
        policy.firstPause = .seconds(1)
        policy.longestPause = .seconds(5)
        var budget = RetryBudget(policy, attempts: 6)
        let pauses = (0..<6).map { _ in budget.pause(chance: 0) }
        #expect(pauses == [.seconds(1), .seconds(2), .seconds(4), .seconds(5), .seconds(5), nil])
    }

    @Test func `Chance takes a quarter at most`() {
        var budget = RetryBudget(.standard, attempts: 2)
        #expect(budget.pause(chance: 1) == .milliseconds(150))
    }

    @Test func `Progress starts the count anew`() {
        var budget = RetryBudget(.standard, attempts: 2)
        for step in 1...10 as ClosedRange<Int64> {
            #expect(budget.pause() != nil)
            budget.note(offset: step * RetryBudget.stride)
        }
    }

    @Test func `Too little progress does not, and it adds up`() {
        var budget = RetryBudget(.standard, attempts: 3)
        #expect(budget.pause() != nil)
        budget.note(offset: RetryBudget.stride - 1)
        #expect(budget.pause() != nil)
        budget.note(offset: RetryBudget.stride)
        #expect(budget.pause() != nil)
        budget.note(offset: RetryBudget.stride / 2)
        #expect(budget.pause() != nil)
        #expect(budget.pause() == nil)
    }

    @Test func `A wish is granted up to a limit`() {
        var budget = RetryBudget(.standard, attempts: 9)
        #expect(budget.pause(wish: .seconds(7)) == .seconds(7))
        #expect(budget.pause(wish: .seconds(3600)) == .seconds(60))
        #expect(budget.pause(wish: .zero) == .milliseconds(200))
    }
}
