import ArgumentParser

/// The werf that the exported variables are for; their names changed after 1.1.
enum WerfGeneration: String, CaseIterable, ExpressibleByArgument {
    case stages = "1.1"
    case repository = "2"
}
