import ArgumentParser

/// A CI system whose variables are understood.
enum CISystem: String, CaseIterable, ExpressibleByArgument {
    case gitlab, github
}
