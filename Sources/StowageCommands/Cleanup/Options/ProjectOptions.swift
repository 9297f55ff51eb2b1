import ArgumentParser
import OCIModel

/// Which project of the server.
struct ProjectOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The project: all of its repositories, and its stages. (default: $STOWAGE_PROJECT)", valueName: "name"))
    var project: String?

    /// - Returns: `nil` where none is given.
    /// - Throws: ``CommandError`` with code `usage` for what is no name of a project.
    func given(environment: [String: String]) throws -> String? {
        guard let name = project ?? environment["STOWAGE_PROJECT"].flatMap({ $0.isEmpty ? nil : $0 }) else { return nil }
        return try RepositoryChoice.name(name).value
    }

    /// - Throws: ``CommandError`` with code `usage`, also where none is given.
    func name(environment: [String: String]) throws -> String {
        guard let name = try given(environment: environment) else {
            throw CommandError(.usage, "no project is given; write --project NAME, or set STOWAGE_PROJECT")
        }
        return name
    }
}
