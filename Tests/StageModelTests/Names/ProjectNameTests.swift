import OCIModel
import StageModel
import Testing

@Suite struct ProjectNameTests {
    /// Of a farm with these repositories.
    private static func project(_ name: String, pattern: String? = nil, among names: Set<String>) throws -> String {
        let pattern = try pattern.map { try #require(ProjectPattern($0)) }
        return ProjectName(of: try RepositoryName(name), pattern: pattern) { names.contains($0) }.value
    }

    @Test(arguments: [
        ("app", "app"), ("team/app", "team"), ("a/b/c", "a/b"), ("a/b/stages", "a/b"), ("stages", "stages"), ("team/stages", "team"),
    ]) func withoutStagesItIsAllButTheLastComponent(_ name: String, _ project: String) throws {
        #expect(try Self.project(name, among: [name]) == project)
    }

    @Test(arguments: [
        // The nameless image lies where the project is called so.
        ("farm/app", "farm/app"), ("farm/app/stages", "farm/app"), ("farm/app/web", "farm/app"), ("farm/app/web/worker", "farm/app"),
        ("farm/lib", "farm"), ("farm/application", "farm"), ("single", "single"), ("single/x", "single"), ("deep/a/b/c", "deep/a"),
        ("deep/x", "deep"),
        ("deep/a/stages/x", "deep/a/stages"),
    ]) func withStagesItIsTheLongestBeginningThatHasThem(_ name: String, _ project: String) throws {
        let names: Set = ["farm/app/stages", "single/stages", "deep/stages", "deep/a/stages", "deep/a/stages/stages"]
        #expect(try Self.project(name, among: names) == project)
    }

    @Test(arguments: [
        ("*/*", "a/b/c/d", "a/b"), ("*/*", "a/b", "a/b"), ("*/*", "a", "a"), ("team/*", "team/app/web", "team/app"),
        ("team/*", "other/app/web", "other/app"),
        ("*", "a/b/c", "a"), ("a/*/c", "a/b/c/d", "a/b/c"), ("a/*/c", "a/b/x/d", "a/b/x"),
    ]) func thePatternComesFirst(_ pattern: String, _ name: String, _ project: String) throws {
        #expect(
            try Self.project(name, pattern: pattern, among: ["a/b/c/stages"].filter { _ in pattern == "*/*" }.reduce(into: []) { $0.insert($1) })
                == project)
    }

    @Test(arguments: ["", "/", "a/", "/a", "a//b", "A/*", "**", "a*/b", "a b"]) func refuses(_ pattern: String) {
        #expect(ProjectPattern(pattern) == nil)
    }
}
