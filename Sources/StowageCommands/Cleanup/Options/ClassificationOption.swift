import ArgumentParser
import Retention

/// Gives tags a strategy by their names: `git-tag=v[0-9.]+`.
struct ClassificationOption: Equatable, Sendable, ExpressibleByArgument {
    let pattern: ClassificationPattern

    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "="), let strategy = ClassificationPattern.Strategy(rawValue: String(argument[..<equals])),
            let tags = CustomPolicyOption.expression(String(argument[argument.index(after: equals)...]))
        else { return nil }
        self.pattern = ClassificationPattern(tags: tags, strategy: strategy)
    }
}
