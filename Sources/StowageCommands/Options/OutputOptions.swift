import ArgumentParser

/// For commands that write data.
struct OutputOptions: ParsableArguments {
    @Option(help: "How to write the result: table for people, json for programs.")
    var format: OutputFormat = .table
}
