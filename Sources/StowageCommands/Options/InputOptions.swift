import ArgumentParser

/// What goes into a signature, besides the stage's name and its command.
struct InputOptions: ParsableArguments {
    @Option(
        name: .customLong("input"),
        help: ArgumentHelp(
            "A file, folder or glob ('src/**/*.c') that the command reads; give it as often as needed. Contents, modes and targets of links count, times and owners don't. Files that git ignores count too.",
            valueName: "path"),
        completion: .file())
    var inputs: [String] = []

    @Option(
        name: .customLong("env"), help: ArgumentHelp("A variable whose value changes the result; kept only as a salted hash.", valueName: "name"))
    var variables: [String] = []

    @Option(help: ArgumentHelp("The signature of the stage before this one: what changes there changes this.", valueName: "signature"))
    var parent: String?

    @Option(help: ArgumentHelp("The folder that inputs and outputs are relative to.", valueName: "dir"), completion: .directory)
    var base = "."

    func validate() throws {
        if let name = variables.first(where: { !RawText.isDecodable(variable: $0) }) {
            throw ValidationError("The value of the variable \(name) is not UTF-8. Only text can be part of a signature.")
        }
    }
}
