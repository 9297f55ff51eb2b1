import ArgumentParser

/// How one of several stages of a signature is chosen.
struct SelectionOptions: ParsableArguments {
    @Flag(
        help:
            "Use only a stage that was built from ancestors of the current commits. Without this the oldest stage is used, wherever it was built.")
    var gitAware = false
}
