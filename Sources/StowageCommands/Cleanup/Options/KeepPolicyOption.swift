import ArgumentParser
import Retention

/// One of werf's `keepPolicies` as an option: `branch=main,images-last=10`, `tag=/v.*/,last=5`,
/// `branch=/.*/,last=10,in=168h,operator=or,images-last=2,images-in=168h,images-operator=and`.
struct KeepPolicyOption: Equatable, Sendable, ExpressibleByArgument {
    let policy: KeepPolicy

    init?(argument: String) {
        var reference: (kind: KeepPolicy.Kind, pattern: String)?
        var references = KeepPolicy.Limit()
        var images = KeepPolicy.Limit()
        var names: Set<String> = []
        for (name, value) in NamedValues(argument).pairs {
            guard !value.isEmpty, names.insert(name).inserted else { return nil }
            switch name {
            case "branch", "tag":
                guard reference == nil else { return nil }
                reference = (name == "tag" ? .tag : .branch, value)
            case "last", "in", "operator":
                guard Self.set(name[...], to: value, of: &references) else { return nil }
            case "images-last", "images-in", "images-operator":
                guard Self.set(name.dropFirst("images-".count), to: value, of: &images) else { return nil }
            default: return nil
            }
        }
        guard let reference else { return nil }
        self.policy = KeepPolicy(
            kind: reference.kind, pattern: reference.pattern, references: references == KeepPolicy.Limit() ? nil : references,
            imagesPerReference: images)
    }

    private static func set(_ name: Substring, to value: String, of limit: inout KeepPolicy.Limit) -> Bool {
        switch name {
        case "last":
            guard let count = LimitOption(argument: value)?.count else { return false }
            limit.last = count
        case "in":
            guard let seconds = PeriodOption(argument: value)?.seconds else { return false }
            limit.within = seconds
        default:
            switch value {
            case "and": limit.operator = .and
            case "or": limit.operator = .or
            default: return false
            }
        }
        return true
    }
}
