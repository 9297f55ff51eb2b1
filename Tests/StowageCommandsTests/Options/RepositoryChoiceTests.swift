import OCIModel
import Testing

@testable import StowageCommands

@Suite("Which repository")
struct RepositoryChoiceTests {
    @Test(arguments: [
        (nil, "app", [:], "app/stages", "app"), ("cache/x", nil, [:], "cache/x", "cache/x"), (nil, nil, ["STOWAGE_PROJECT": "p"], "p/stages", "p"),
        (nil, nil, ["STOWAGE_REPOSITORY": "p/stages"], "p/stages", "p"), (nil, nil, ["STOWAGE_REPOSITORY": "images"], "images", "images"),
        (nil, "q", ["STOWAGE_REPOSITORY": "p/stages"], "q/stages", "q"), ("r", "q", [:], "r", "r"),
        (nil, nil, ["STOWAGE_REPOSITORY": "", "STOWAGE_PROJECT": "p"], "p/stages", "p"), ("a/stages", nil, [:], "a/stages", "a/stages"),
        (nil, nil, ["STOWAGE_REPOSITORY": "p/stages", "STOWAGE_PROJECT": "o"], "p/stages", "o"),
    ])
    func `Options beat variables, repositories beat projects`(
        repository: String?, project: String?, environment: [String: String], stages: String, images: String
    ) throws {
        let choice = try RepositoryChoice(repository: repository, project: project, environment: environment)
        #expect(try choice.stages().value == stages)
        #expect(try choice.images(named: nil).value == images)
    }

    @Test func `An image with a name has a repository of its own in the project`() throws {
        let choice = try RepositoryChoice(repository: nil, project: "app", environment: [:])
        #expect(try choice.images(named: "api").value == "app/api")
        #expect(try RepositoryChoice(repository: "r", project: nil, environment: [:]).images(named: "api").value == "r")
    }

    @Test func `Nothing given, or no name, is wrong usage`() throws {
        #expect(try #require(throws: CommandError.self) { try RepositoryChoice(repository: nil, project: nil, environment: [:]) }.code == .usage)
        let choice = try RepositoryChoice(repository: nil, project: "App", environment: [:])
        #expect(try #require(throws: CommandError.self) { try choice.stages() }.code == .usage)
    }

    @Test(arguments: [("30s", 30_000), ("500ms", 500), ("5m", 300_000), ("2h", 7_200_000), ("1d", 86_400_000)])
    func `Durations have a unit`(text: String, milliseconds: Int64) {
        #expect(DurationOption(argument: text)?.duration == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", "30", "s", "1.5s", "-1s", "+1s", "1w", "99999999999s"])
    func `Others are refused`(text: String) {
        #expect(DurationOption(argument: text) == nil)
    }
}
