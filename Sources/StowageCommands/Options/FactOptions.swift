import ArgumentParser

/// What is recorded of a stage for people, for git-aware selection and for cleanup. None of it is part of the signature.
struct FactOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The image that the stage is built for.", valueName: "name"))
    var image: String?

    @Option(
        name: .customLong("commit"),
        help: ArgumentHelp("A commit it is built from; give it for each repository that goes in. (default: git's HEAD)", valueName: "id"))
    var commits: [String] = []

    @Option(
        name: .customLong("branch"),
        help: ArgumentHelp("The branch or tag it is built from. (default: the CI's variables, else what git has checked out)", valueName: "name"))
    var reference: String?

    func validate() throws {
        try FactName.check(image, of: "--image")
        try FactName.check(reference, of: "--branch")
    }
}
