import StageModel
import Testing

@Suite struct CandidateSelectionTests {
    static func candidate(_ id: Int64, _ commits: CommitID...) -> StageCandidate {
        StageCandidate(tag: "t\(id)", uniqueID: id, digest: "d", size: 1, publishedAt: id, commits: commits)
    }

    @Test func withoutGitTheOldest() throws {
        let all = [Self.candidate(3), Self.candidate(1, try .of("a")), Self.candidate(2)]
        #expect(CandidateSelection(among: all, ancestry: nil).selected?.uniqueID == 1)
        #expect(CandidateSelection(among: [], ancestry: nil).selected == nil)
    }

    @Test func withGitTheOldestOfWhichAllCommitsAreAncestors() throws {
        let (old, other, mine) = (try CommitID.of("1"), try CommitID.of("2"), try CommitID.of("3"))
        let ancestry = CommitAncestry([old: .ancestor, mine: .ancestor, other: .notAncestor])
        let all = [Self.candidate(1), Self.candidate(2, other), Self.candidate(3, old, other), Self.candidate(4, old, mine), Self.candidate(5, old)]
        let selection = CandidateSelection(among: all.reversed(), ancestry: ancestry)
        #expect(selection.selected?.uniqueID == 4)
        #expect(selection.undecided.isEmpty)
        #expect(CandidateSelection(among: Array(all.prefix(3)), ancestry: ancestry).selected == nil)
    }

    @Test func whatGitCannotTellIsSaid() throws {
        let (known, unknown, other) = (try CommitID.of("1"), try CommitID.of("2"), try CommitID.of("3"))
        let ancestry = CommitAncestry([known: .ancestor, other: .notAncestor, unknown: .unknown(reason: "shallow")])
        let all = [Self.candidate(1, known, unknown), Self.candidate(2, unknown, other), Self.candidate(3, known), Self.candidate(4, unknown)]
        let selection = CandidateSelection(among: all, ancestry: ancestry)
        #expect(selection.selected?.uniqueID == 3)
        #expect(selection.undecided.map(\.candidate.uniqueID) == [1], "one certain no decides, and who comes later doesn't matter")
        #expect(selection.undecided.map(\.reason) == ["shallow"])
    }

    @Test func whatWasNotAskedIsUnknown() throws {
        let selection = CandidateSelection(among: [Self.candidate(1, try .of("1"))], ancestry: CommitAncestry([:]))
        #expect(selection.selected == nil)
        #expect(selection.undecided.count == 1)
    }
}
